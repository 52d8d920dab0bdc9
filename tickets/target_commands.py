"""`python -m tickets notify-target …`: who is told of tickets outside the console."""

from __future__ import annotations

import argparse
from urllib.parse import urlsplit

from tickets.database import Database
from tickets.desk_views import TargetView
from tickets.errors import InvalidValue
from tickets.outbox import Notifications
from tickets.targets import Targets
from tickets.teams import Teams
from tickets.vocabulary import NotificationChannel, Priority


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command and its own commands."""
    told = commands.add_parser("notify-target", help="who is told by mail or webhook")
    actions = told.add_subparsers(dest="action", required=True)
    actions.add_parser("list", help="everyone who is told, and of what")
    adding = actions.add_parser("add", help="tell an address")
    channels = list(NotificationChannel)
    adding.add_argument("channel", type=NotificationChannel, choices=channels)
    adding.add_argument("address")
    adding.add_argument("--team", help="of this team's tickets only")
    adding.add_argument(
        "--from-priority",
        type=Priority,
        choices=list(Priority),
        default=Priority.P3,
        help="P1: of P0 and P1 only",
    )
    actions.add_parser("remove", help="tell it nothing more").add_argument("target_id", type=int)
    actions.add_parser("retry", help="send again what was given up")


def run(database: Database, options: argparse.Namespace) -> str:
    """What the command has to say."""
    targets = Targets(database)
    match options.action:
        case "add":
            team_id = _team_id(database, options.team)
            added = targets.add(
                options.channel,
                options.address,
                team_id=team_id,
                min_priority=options.from_priority,
            )
            return f"Added. To try it: python -m web.notifications test {added.id}"
        case "remove":
            targets.remove(options.target_id)
            return "Removed."
        case "retry":
            return f"Due again: {Notifications(database).retry_failed()}."
        case _:
            return _table(targets.list(), {team.id: team.name for team in Teams(database).list()})


def _team_id(database: Database, name: str | None) -> int | None:
    if name is None:
        return None
    ids = {team.name.casefold(): team.id for team in Teams(database).list()}
    if name.casefold() not in ids:
        raise InvalidValue("team", f"should be one of: {', '.join(sorted(ids)) or '(no team yet)'}")
    return ids[name.casefold()]


def _table(targets: list[TargetView], team_names: dict[int, str]) -> str:
    if not targets:
        return "Nobody is told outside the console."
    return "\n".join(_line(target, team_names) for target in targets)


def _line(target: TargetView, team_names: dict[int, str]) -> str:
    whose = "every team" if target.team_id is None else team_names[target.team_id]
    origin = "  (from the settings)" if target.from_settings else ""
    reach = f"up to {target.min_priority}" if target.min_priority is not Priority.P3 else "all"
    return f"{target.id:>4}  {target.channel:<8}{_shown(target)}  {whose}, {reach}{origin}"


def _shown(target: TargetView) -> str:
    """A webhook's path may be a secret, as Slack's is."""
    if target.channel is NotificationChannel.email:
        return target.address
    parts = urlsplit(target.address)
    return f"{parts.scheme}://{parts.hostname}/…"
