from __future__ import annotations

from pathlib import Path

from scripts.run import processes
from settings import Settings

KEYS = dict.fromkeys(("x_api_key", "x_api_secret", "x_access_token", "x_access_token_secret"), "k")


def started(**settings: object) -> dict[str, list[str]]:
    made = Settings(_env_file=None, **settings)
    return {each.name: [*each.arguments] for each in processes(made, Path("endpoints.yml"))}


def test_without_an_account_on_x_there_is_no_collector() -> None:
    assert set(started()) == {"rasa", "actions", "web"}


def test_without_a_broker_one_process_collects() -> None:
    assert started(**KEYS)["collector"][-1] == "run"


def test_with_a_broker_the_forked_judges_tell_their_figures_through_the_first(
    tmp_path: Path,
) -> None:
    leftover = tmp_path / "metrics" / "counter_1.db"
    leftover.parent.mkdir()
    leftover.touch()
    broker = {"broker_url": "redis://127.0.0.1:6379/1", "collector_port": 7000}
    made = Settings(_env_file=None, var_dir=tmp_path, **broker, **KEYS)

    understand = next(p for p in processes(made, Path("e.yml")) if p.name == "understand")

    assert understand.arguments[-2:] == ["--metrics-port", "7001"]
    assert understand.environment["PROMETHEUS_MULTIPROC_DIR"] == str(leftover.parent)
    assert not leftover.exists()
