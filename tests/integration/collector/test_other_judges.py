"""A model of the hub and an LLM, set by the environment, are heard by every command."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from collector.hub_model import HubModel
from collector.opinions import OpinionError
from collector.training import model_path
from settings import load_settings
from tests.fakes.llm_server import LlmServer
from tests.fakes.tiny_model import tiny_model
from tests.fakes.x_server import KEYS, XServer
from tests.fakes.x_world import HANDLE
from tests.integration.collector.conftest import eventually
from tickets.collector_marks import CollectorMarks
from tickets.database import Database
from tickets.replies import Replies

COLLECTOR = [sys.executable, "-W", "ignore", "-m", "collector"]
POSTS = [{"id": number, "text": f"@free panne numéro {number}"} for number in range(3)]
PATIENCE_SECONDS = 120

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_model(tmp_path_factory.mktemp("model"))


@pytest.fixture(scope="module")
def trained() -> Path:
    """Trained first, should nobody have."""
    subprocess.run([*COLLECTOR, "train"], check=True, capture_output=True)
    return model_path(load_settings().var_dir)


@pytest.fixture
def endpoint() -> Iterator[LlmServer]:
    server = LlmServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def environment(
    tmp_path: Path, trained: Path, migrated_file: Path, model: Path, endpoint: LlmServer
) -> dict[str, str]:
    (tmp_path / "classifier").mkdir()
    shutil.copy(trained, tmp_path / "classifier")
    shutil.copy(migrated_file, tmp_path / "collector.db")
    return {
        **os.environ,
        "VAR_DIR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path}/collector.db",
        "CLASSIFIER_MODEL": str(model),
        "LLM_BASE_URL": endpoint.url,
        "LLM_MODEL": "some-model",
        "LLM_DAILY_BUDGET_CALLS": "3",
        "OMP_NUM_THREADS": "1",
    }


@pytest.fixture
def database(environment: dict[str, str]) -> Iterator[Database]:
    opened = Database(environment["DATABASE_URL"])
    yield opened
    opened.close()


def classify(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    lines = "".join(json.dumps(post) + "\n" for post in POSTS)
    return subprocess.run(
        [*COLLECTOR, "classify", "--explain"],
        env=environment,
        input=lines,
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE_SECONDS,
    )


def heard(reasons: list[str]) -> set[str]:
    return {reason.split()[0] for reason in reasons if " complaint " in reason}


def test_classify_hears_both_until_the_day_is_used_up(
    environment: dict[str, str], endpoint: LlmServer
) -> None:
    first = [json.loads(line) for line in classify(environment).stdout.splitlines()]
    later = classify(environment)

    everybody = {"rules", "trained", "hub", "llm"}
    assert [heard(one["reasons"]) for one in first] == [everybody] * len(POSTS)
    assert {"hub complaint 1.00", "llm complaint 0.97"} <= set(first[0]["reasons"])
    assert heard(json.loads(later.stdout.splitlines()[0])["reasons"]) == everybody - {"llm"}
    assert "LLM_DAILY_BUDGET_CALLS is 3: used up for today" in later.stderr
    assert len(endpoint.asked) == 3


def test_the_running_collector_hears_both_and_shares_the_budget(
    environment: dict[str, str], database: Database, x: XServer, endpoint: LlmServer
) -> None:
    x.world.say(f"@{HANDLE} ma box est en panne")
    keys = {**KEYS, "X_API_URL": x.url, "X_POLL_SECONDS": "0.2"}
    process = subprocess.Popen([*COLLECTOR, "run"], env={**environment, **keys})
    try:
        assert eventually(lambda: Replies(database).recent() != [], PATIENCE_SECONDS)
    finally:
        process.terminate()
        process.wait(PATIENCE_SECONDS)

    [reply] = Replies(database).recent()
    assert heard(reply.mention.classification["reasons"]) == {"rules", "trained", "hub", "llm"}
    assert not CollectorMarks(database).take_today("llm", 3, 3)
    assert CollectorMarks(database).take_today("llm", 2, 3)


@pytest.mark.parametrize(
    ("labels", "told"),
    [(None, "there is no such folder"), (["LABEL_0", "LABEL_1"], "whose labels are label_0")],
)
def test_a_model_of_no_use_is_refused(tmp_path: Path, labels: list[str] | None, told: str) -> None:
    folder = tmp_path / "other"
    if labels:
        folder.mkdir()
        tiny_model(folder, labels)

    with pytest.raises(OpinionError, match=told):
        HubModel(str(folder))


def test_a_model_that_cannot_be_loaded_is_one_line_at_the_start(
    environment: dict[str, str], model: Path, x: XServer, tmp_path: Path
) -> None:
    broken = shutil.copytree(model, tmp_path / "broken")
    (broken / "model.safetensors").write_bytes(b"cut short")

    ended = subprocess.run(
        [*COLLECTOR, "run"],
        env={**environment, **KEYS, "X_API_URL": x.url, "CLASSIFIER_MODEL": str(broken)},
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE_SECONDS,
    )

    assert ended.returncode == 1
    assert ended.stderr.splitlines()[-1].startswith(f"CLASSIFIER_MODEL is {broken}: it can't be")
    assert ended.stderr.count("\n") == ended.stderr.count("CLASSIFIER_MODEL")
