"""`python -m tickets`: the operator's commands on the tickets' database."""

from __future__ import annotations

import argparse
import json
import logging
import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from sqlalchemy.exc import DatabaseError

from settings import Settings, load_settings
from telemetry.logs import log_as
from tickets import backups, history, migrate, personal_data, target_commands
from tickets.agents import Agents
from tickets.clock import utc_now
from tickets.database import Database, unreachable
from tickets.errors import TicketError
from tickets.service import TicketService
from tickets.sweeps import Sweeper
from tickets.trackers import Trackers
from tickets.vocabulary import Role, TicketState
from tickets.warehouse import command as warehouse_command


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 1 when it was refused, with one line that says why."""
    options = _parser().parse_args(arguments)
    settings = load_settings()
    log_as(settings.log_format, "tickets", logging.WARNING)
    try:
        print(_run(options, settings))
    except (TicketError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    except DatabaseError as error:
        print(unreachable(error), file=sys.stderr)
        return 1
    return 0


def _run(options: argparse.Namespace, settings: Settings) -> str:
    url = settings.database_url
    trackers = Trackers(url, settings.var_dir)
    match options.command:
        case "migrate":
            migrate.upgrade(url)
            return "The database is up to date."
        case "backup":
            return _saved(url, trackers, options.file)
        case "restore":
            return _restored(url, trackers, options.file)
    database = Database(url)
    try:
        if options.command == "warehouse":
            return warehouse_command.run(database, options, settings.hours())
        return _run_on(database, trackers, options)
    finally:
        database.close()


def _saved(url: str, trackers: Trackers, file: Path) -> str:
    # Rasa's part first: a dialogue that the other copy does not know is never come back to.
    if not trackers.exist():
        backups.backup(url, file)
        return f"Saved to {file}; Rasa has kept no dialogue yet."
    backups.backup(trackers.url, _beside(file))
    backups.backup(url, file)
    return f"Saved to {file} and {_beside(file)}."


def _restored(url: str, trackers: Trackers, file: Path) -> str:
    has_dialogues = _beside(file).is_file()
    if has_dialogues:
        trackers.make_room()
    backups.restore(url, file)
    migrate.upgrade(url)
    if not has_dialogues:
        return f"Restored from {file}; Rasa's dialogues stay as they are."
    backups.restore(trackers.url, _beside(file), known_by="events")
    return f"Restored from {file} and {_beside(file)}."


def _beside(file: Path) -> Path:
    """Where the copy of Rasa's database goes."""
    return file.with_name(f"{file.name}.rasa")


def _run_on(database: Database, trackers: Trackers, options: argparse.Namespace) -> str:
    match options.command:
        case "list":
            return history.table(TicketService(database).listed(options.state))
        case "show":
            return history.story(personal_data.export(database, options.reference))
        case "export":
            exported = personal_data.export(database, options.reference)
            return json.dumps(exported, ensure_ascii=False, indent=2)
        case "erase":
            conversation_id = personal_data.conversation_of(database, options.reference)
            count = _erase(database, trackers, conversation_id)
            return f"Erased the personal data of the conversation: {count} messages."
        case "forget":
            moment = utc_now() - timedelta(days=options.days)
            silent = personal_data.silent_since(database, moment)
            for conversation_id in silent:
                _erase(database, trackers, conversation_id)
            return f"Erased the personal data of {len(silent)} conversations."
        case "create-agent":
            agent, password = Agents(database).create(options.login, options.name, options.role)
            return f"{agent.role} {agent.login}, password (shown only now): {password}"
        case "notify-target":
            return target_commands.run(database, options)
        case _:
            report = Sweeper(database).run()
            return f"Closed {report.unconfirmed} unconfirmed and {report.confirmed} confirmed."


def _erase(database: Database, trackers: Trackers, conversation_id: str) -> int:
    trackers.erase(personal_data.sender_ids(database, conversation_id))
    return personal_data.erase_conversation(database, conversation_id, utc_now())


def _days(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError("should be a number of days, from 1")
    return int(text)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tickets", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("migrate", help="create the tables or bring them up to date")
    listing = commands.add_parser("list", help="list tickets, the nearest deadline first")
    listing.add_argument("--state", type=TicketState, choices=list(TicketState))
    for name, text in (
        ("show", "the whole history of a ticket's conversation, to read"),
        ("export", "all that is stored about its customer, as JSON"),
        ("erase", "remove the personal data of its conversation; the figures stay"),
    ):
        commands.add_parser(name, help=text).add_argument("reference")
    forgetting = commands.add_parser(
        "forget", help="erase so every conversation that ended DAYS ago or earlier"
    )
    forgetting.add_argument("days", metavar="DAYS", type=_days)
    for name, text in (
        ("backup", "copy the database to FILE, and Rasa's to FILE.rasa"),
        ("restore", "replace both by such a copy, with the product stopped"),
    ):
        commands.add_parser(name, help=text).add_argument("file", type=Path)
    hiring = commands.add_parser("create-agent", help="let a person sign in to the console")
    hiring.add_argument("login")
    hiring.add_argument("--name", required=True, help="as colleagues and customers read it")
    hiring.add_argument("--role", type=Role, choices=list(Role), default=Role.agent)
    target_commands.add_to(commands)
    warehouse_command.add_to(commands)
    commands.add_parser("sweep", help="close what silence closes")
    return parser


if __name__ == "__main__":
    sys.exit(main())
