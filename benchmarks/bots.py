"""The bots that `turns` compares, each made in a folder of its own and trained there."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from scripts.rasa_command import QUIET, RASA

ONE_ACTION = {
    "rule": "the one message that calls an action",
    "steps": [{"intent": "deny"}, {"action": "action_continue"}],
}

UNCHECKED = ("--skip-validation",)  # with fewer rules, intents stay without an answer

Rule = dict[str, Any]


class TrainingError(Exception):
    """Rasa could not train a bot; the message holds the end of what it said."""


@dataclass(frozen=True)
class Bot:
    """A trained model, and five messages that it has an answer for."""

    name: str
    model: Path
    messages: tuple[str, ...]


def rasa_init_bot(folder: Path) -> Bot:
    """What `rasa init` makes and trains: DIET and TED on its sample data."""
    folder.mkdir()
    _rasa(["init", "--no-prompt", "--init-dir", str(folder)])
    model = next((folder / "models").glob("*.tar.gz"))
    messages = ("hello", "I am feeling very sad", "yes", "are you a bot?", "bye")
    return Bot("rasa init", model, messages)


def own_bot(folder: Path, root: Path = Path()) -> Bot:
    """This assistant's pipeline, policies and data; only `non` calls an action."""
    folder.mkdir()
    shutil.copytree(root / "data/nlu", folder / "nlu")
    rules = [*without_actions(_rules(root / "data/rules")), ONE_ACTION]
    (folder / "rules.yml").write_text(
        yaml.safe_dump({"version": "3.1", "rules": rules}, allow_unicode=True, sort_keys=False),
        encoding="utf-8",
    )
    files = ["--config", str(root / "config.yml"), "--domain", str(root / "domain.yml")]
    _rasa(["train", *files, "--data", str(folder), "--out", str(folder / "models"), *UNCHECKED])
    model = next((folder / "models").glob("*.tar.gz"))
    messages = ("bonjour", "ça va ?", "vous êtes un robot ?", "merci beaucoup", "au revoir")
    return Bot("ours", model, messages)


def without_actions(rules: Iterable[Rule]) -> Iterator[Rule]:
    """Each rule from an intent to a response, with the actions between and after left out."""
    for rule in rules:
        first, *rest = rule["steps"]
        said = [step for step in rest if str(step.get("action", "")).startswith("utter_")]
        if "condition" not in rule and "intent" in first and said:
            yield {"rule": rule["rule"], "steps": [first, *said]}


def _rules(folder: Path) -> Iterator[Rule]:
    for file in sorted(folder.glob("*.yml")):
        yield from yaml.safe_load(file.read_text(encoding="utf-8"))["rules"]


def _rasa(arguments: Sequence[str]) -> None:
    ended = subprocess.run(  # noqa: S603 - our own command
        [*RASA, *arguments],
        env={**os.environ, **QUIET},
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode:
        raise TrainingError(f"rasa {arguments[0]} failed:\n{ended.stderr[-2000:]}")
