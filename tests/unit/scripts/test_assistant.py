from __future__ import annotations

import sys
from pathlib import Path

import psutil
import pytest

from scripts import assistant
from scripts.assistant import NoActionsError, action_server
from scripts.ports import free_port
from settings import Settings

ACTIONS = """
import http.server, os
class Health(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers()
    def log_message(self, *_): pass
http.server.HTTPServer(("127.0.0.1", int(os.environ["ACTIONS_PORT"])), Health).serve_forever()
"""


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A root folder whose `python -m actions` is a small program."""
    monkeypatch.chdir(tmp_path)
    port = free_port()
    monkeypatch.setenv("ACTIONS_PORT", str(port))
    return Settings(_env_file=None, var_dir=tmp_path / "var", actions_port=port)


def servers(settings: Settings) -> list[psutil.Process]:
    """The action servers that this test started; others may run beside it."""
    port = str(settings.actions_port)
    return [
        child
        for child in psutil.Process().children()
        if "actions" in child.cmdline() and child.environ().get("ACTIONS_PORT") == port
    ]


def test_the_action_server_answers_for_as_long_as_it_is_needed(
    settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "actions.py").write_text(ACTIONS)

    with action_server(settings):
        started = servers(settings)

    assert len(started) == 1
    assert not started[0].is_running()


def test_one_that_answers_already_is_taken(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "actions.py").write_text(ACTIONS)

    with action_server(settings):
        before = servers(settings)
        with action_server(settings):
            assert servers(settings) == before


def test_one_that_does_not_start_is_told_with_its_log(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "actions.py").write_text("exit('no database')")

    expected = r"did not start; .*var/log/actions\.log says why"
    with pytest.raises(NoActionsError, match=expected), action_server(settings):
        pass

    assert "no database" in (tmp_path / "var/log/actions.log").read_text()


def test_other_commands_of_rasa_need_no_actions(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    given = tmp_path / "given"
    code = f"import sys; open({str(given)!r}, 'w').write(' '.join(sys.argv[1:])); sys.exit(4)"
    monkeypatch.setattr(assistant, "RASA", (sys.executable, "-c", code))

    assert assistant.main(["data", "validate"]) == 4
    assert given.read_text() == "data validate"


def test_an_interactive_session_may_write_over_a_copy_of_the_domain_only(
    settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "domain.yml").write_text("intents: [greet]  # ours", encoding="utf-8")

    copy = assistant.domain_to_write_over(settings)

    assert copy == settings.var_dir / "interactive/domain.yml"
    assert copy.read_text(encoding="utf-8") == "intents: [greet]  # ours"
