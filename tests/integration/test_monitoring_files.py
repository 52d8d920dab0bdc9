"""deploy/monitoring against the real promtool and against the figures that the processes tell."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from actions.figures import figures as of_actions
from bot.figures import figures as of_rasa
from collector.figures import figures as of_collector
from settings import Settings
from telemetry.metrics import render
from tickets.clock import utc_now
from tickets.collector_marks import LAST_LOOK, CollectorMarks
from tickets.database import Database
from tickets.migrate import upgrade
from web.metrics import Metrics

MONITORING = Path("deploy/monitoring")
DASHBOARD = MONITORING / "grafana/dashboards/freemobilachat.json"
OURS = re.compile(r"\b(?:freemobilachat|process)_[a-z_]+")
PARTS_OF_A_HISTOGRAM = ("_bucket", "_sum", "_count")


@pytest.fixture
def promtool() -> str:
    path = shutil.which("promtool")
    if path is None:
        missing = "promtool is missing: it comes with the package prometheus"
        if os.environ.get("REQUIRE_SERVICES") == "1":
            pytest.fail(f"{missing}, and REQUIRE_SERVICES=1 asks for it")
        pytest.skip(missing)
    return path


@pytest.mark.parametrize(
    ("command", "file"),
    [
        (["check", "config"], "prometheus.yml"),
        (["check", "rules"], "rules.yml"),
        (["test", "rules"], "rules_test.yml"),
    ],
)
def test_promtool_finds_no_fault(promtool: str, command: list[str], file: str) -> None:
    ended = subprocess.run(
        [promtool, *command, str(MONITORING / file)], capture_output=True, text=True, check=False
    )

    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_every_rule_has_a_test_that_fires_it() -> None:
    fired = {
        case["alertname"]
        for test in yaml.safe_load((MONITORING / "rules_test.yml").read_text())["tests"]
        for case in test["alert_rule_test"]
        if case["exp_alerts"]
    }

    assert fired == {rule["alert"] for rule in rules()}


def test_rules_and_dashboard_use_only_figures_that_exist(told: set[str]) -> None:
    in_rules = {name for rule in rules() for name in OURS.findall(rule["expr"])}
    in_dashboard = {name for expression in expressions() for name in OURS.findall(expression)}

    assert in_rules - told == set()
    assert in_dashboard - told == set()


def test_the_scraped_ports_are_the_defaults_of_the_settings() -> None:
    config = yaml.safe_load((MONITORING / "prometheus.yml").read_text())
    scraped = {
        job["job_name"]: int(job["static_configs"][0]["targets"][0].rpartition(":")[2])
        for job in config["scrape_configs"]
    }

    settings = Settings(_env_file=None)
    assert scraped == {
        "web": settings.port,
        "rasa": settings.rasa_port,
        "actions": settings.actions_port,
        "collector": settings.collector_port,
        "understand": settings.collector_port + 1,
    }


def test_panels_have_ids_and_places_of_their_own() -> None:
    panels = json.loads(DASHBOARD.read_text())["panels"]
    places = [tuple(panel["gridPos"].values()) for panel in panels]

    assert len({panel["id"] for panel in panels}) == len(panels)
    assert len(set(places)) == len(panels)


@pytest.fixture
def told(tmp_path: Path) -> set[str]:
    """The names of all figures that all processes tell."""
    url = f"sqlite:///{tmp_path / 'monitoring.db'}"
    upgrade(url)
    database = Database(url)
    CollectorMarks(database).write(LAST_LOOK, "now")
    web = Metrics()
    web.watch_database(database, utc_now)
    (tmp_path / "current").write_text("1", encoding="utf-8")
    of_actions().watch_index(tmp_path)
    texts = [web.render(), render(of_actions().registry), render(of_collector().registry)]
    lines = [*b"".join(texts).decode().splitlines(), *of_rasa("model").splitlines()]
    database.close()
    return {name for line in lines if line.startswith("# TYPE") for name in names(line)}


def names(type_line: str) -> list[str]:
    name, kind = type_line.split()[2:]
    return [name + part for part in PARTS_OF_A_HISTOGRAM] if kind == "histogram" else [name]


def rules() -> list[dict[str, str]]:
    groups = yaml.safe_load((MONITORING / "rules.yml").read_text())["groups"]
    return [rule for group in groups for rule in group["rules"]]


def expressions() -> list[str]:
    panels = json.loads(DASHBOARD.read_text())["panels"]
    return [target["expr"] for panel in panels for target in panel.get("targets", [])]
