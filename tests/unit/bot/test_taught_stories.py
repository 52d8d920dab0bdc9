"""What `make interactive` saves."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

STORIES = Path(__file__).parents[3] / "data/stories"
TAUGHT = "\n- story: interactive_story_1\n  steps:\n  - intent: greet\n  - action: utter_greet\n"


@pytest.mark.parametrize("path", sorted(STORIES.glob("*.yml")), ids=lambda path: str(path.stem))
def test_a_taught_story_can_be_added_to_each_file_as_rasa_adds_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    stories = yaml.safe_load(text + TAUGHT)["stories"]

    assert stories[:-1] == yaml.safe_load(text)["stories"]
    assert stories[-1]["story"] == "interactive_story_1"
