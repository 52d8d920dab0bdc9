"""`make demo`: the whole product with a stand-in X beside it, and an afternoon of invented posts.

Everything is this machine's own: its database and its X are new each time, and nothing leaves it.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import sys
import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import yaml

from collector.wordings import read_wordings
from scripts.ports import free_port
from scripts.run import fault_before_start, local_url, supervise
from settings import Settings, load_settings
from tests.fakes.x_server import KEYS, XServer
from tests.fakes.x_world import HANDLE
from tickets.agents import Agents
from tickets.collector_settings import CollectorControls
from tickets.database import Database
from tickets.funnel import count_funnel
from tickets.migrate import upgrade
from tickets.replies import Replies
from tickets.templates import ReplyTemplates
from tickets.vocabulary import Role
from tickets.x_vocabulary import CollectorMode

POSTS = Path(__file__).with_name("demo_posts.yml")
LOGIN, PASSWORD = "demo", "demo-of-an-afternoon"  # of a database that is made anew
LATER_POSTS = 3
TOLD_EVERY_SECONDS = 1.0
BAD_MOMENTS = {"mentions": ["rate_without_reset", "html"], "post": ["drop_after", "rate"]}


def prepare(x: XServer, mode: CollectorMode) -> Settings:
    """A new database in a folder of its own, an account, and every wording approved."""
    usual = load_settings().var_dir
    folder = usual / "demo"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in ("index", "classifier"):
        if (usual / name).is_dir():
            shutil.copytree(usual / name, folder / name, symlinks=True)
    os.environ.update(
        KEYS,
        VAR_DIR=str(folder),
        DATABASE_URL=f"sqlite:///{folder}/demo.db",
        X_API_URL=x.url,
        X_POLL_SECONDS="2",
        X_SETTLE_SECONDS="5",
    )
    for shared in ("REDIS_URL", "BROKER_URL"):
        os.environ.pop(shared, None)
    settings = load_settings()
    upgrade(settings.database_url)
    database = Database(settings.database_url)
    try:
        _open_up(database, mode)
    finally:
        database.close()
    return settings


def _open_up(database: Database, mode: CollectorMode) -> None:
    agent, _ = Agents(database).create(LOGIN, "Démo", Role.admin, PASSWORD)
    templates = ReplyTemplates(database)
    templates.take_in(read_wordings())
    templates.approve([one.id for one in templates.list()], agent.id)
    no_quiet_hours = {"quiet_from": "00:00", "quiet_to": "00:00"}
    caps = {"per_hour": 200, "per_day": 200, "dollars_per_day": 50}
    CollectorControls(database).change(agent.id, mode=mode, **caps, **no_quiet_hours)


def play(x: XServer, pause_seconds: float, over: threading.Event) -> None:
    """People post, one after the other; some think again."""
    later: deque[tuple[int, str, dict[str, Any]]] = deque()
    entries = yaml.safe_load(POSTS.read_text(encoding="utf-8"))
    for number, entry in enumerate(entries):
        handle, words = next(iter(entry.items()))
        id_ = x.world.say(words, handle, language="en" if _is_english(words) else "fr")
        print(f"demo      | @{handle}: {words}", flush=True)
        if entry.get("later"):
            later.append((number + LATER_POSTS, id_, entry["later"]))
        while later and later[0][0] <= number:
            _, changed, what = later.popleft()
            if what.get("deleted"):
                x.world.delete(changed)
            else:
                x.world.edit(changed, what["edited"])
        if number == len(entries) // 3:
            for route, faults in BAD_MOMENTS.items():
                x.faults[route].extend(faults)
        if over.wait(pause_seconds):
            return
    print("demo      | Everybody has posted; all of it goes on until Ctrl-C.", flush=True)


def _is_english(words: str) -> bool:
    return any(word in words.split() for word in ("my", "I", "this"))


def tell(settings: Settings, x: XServer, over: threading.Event) -> None:
    """The replies as they go out, and the funnel whenever it moves."""
    database = Database(settings.database_url)
    replies, told, funnel = Replies(database), 0, None
    while not over.wait(TOLD_EVERY_SECONDS):
        for reply in x.world.replies[told:]:
            told += 1
            print(f"demo      |   ↳ @{HANDLE}: {reply.text}", flush=True)
        if (now := count_funnel(database)) != funnel:
            funnel = now
            stages = " → ".join(f"{count} {stage}" for stage, count in asdict(now).items())
            doubts = len(replies.unknown())
            print(
                f"demo      | {stages}" + (f" ({doubts} to settle)" if doubts else ""), flush=True
            )
    database.close()


def invitation(settings: Settings, x: XServer, mode: CollectorMode) -> str:
    url = local_url(settings)
    replies = f"{url}/console/replies"
    begin = {
        CollectorMode.approval: f"Approve replies with the key a:  {replies}",
        CollectorMode.automatic: f"See replies leave:               {replies}",
    }[mode]
    steps = (
        begin,
        f"Press a link in a reply on X:    {x.url}/",
        "Be that customer: say yes, give a name, say whether the solution worked, rate it.",
        f"See the ticket as an agent does: {url}/console?view=all",
        f"See what it all comes to:        {url}/console/kpi",
    )
    return "\n".join(
        (
            "",
            "  People post on a stand-in of X from now on; nothing leaves this machine.",
            "",
            *(f"  {number}. {step}" for number, step in enumerate(steps, start=1)),
            "",
            f"  The console's login is {LOGIN}, its password {PASSWORD}. Ctrl-C stops everything.",
            "",
        )
    )


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m scripts.demo", description=__doc__)
    parser.add_argument("--pause", type=float, default=3, help="seconds between two posts")
    modes = [CollectorMode.automatic, CollectorMode.approval]
    parser.add_argument("--mode", choices=modes, default=modes[0], help="who lets replies leave")
    options = parser.parse_args(arguments)
    mode = CollectorMode(options.mode)
    x = XServer(free_port())
    settings = prepare(x, mode)
    if fault := fault_before_start(settings):
        print(fault, file=sys.stderr)
        return 1
    x.start()
    over = threading.Event()

    def begin() -> None:
        print(invitation(settings, x, mode), flush=True)
        threading.Thread(target=play, args=(x, options.pause, over), daemon=True).start()
        threading.Thread(target=tell, args=(settings, x, over), daemon=True).start()

    asyncio.run(supervise(settings, when_ready=begin))
    over.set()
    x.stop()
    print("Stopped.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
