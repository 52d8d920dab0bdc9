from __future__ import annotations

from pathlib import Path

import pytest

from scripts.interpreters import MissingPythonError, find_python

VERSION = (3, 10)
FAILS = "#!/bin/sh\necho 'pyenv: python3.10: command not found' >&2\nexit 127\n"
UV = """#!/bin/sh
echo "$@" >> {log}
case "$2" in
  install) exit 0 ;;
  find) echo {python} ;;
esac
"""


def answering(version: str, path: Path) -> str:
    return f"#!/bin/sh\necho '{version} {path}'\n"


def program(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)
    return path


def python(path: Path, version: str = "3 10") -> Path:
    return program(path, answering(version, path))


def environment(tmp_path: Path, *folders: str) -> dict[str, str]:
    path = ":".join([*(str(tmp_path / folder) for folder in folders), "/bin"])
    return {"PATH": path, "HOME": str(tmp_path / "home")}


def test_the_one_on_path_is_taken(tmp_path: Path) -> None:
    wanted = python(tmp_path / "bin/python3.10")

    assert find_python(VERSION, environment(tmp_path, "bin")) == str(wanted)


def test_a_python3_of_the_right_version_will_do(tmp_path: Path) -> None:
    wanted = python(tmp_path / "bin/python3")

    assert find_python(VERSION, environment(tmp_path, "bin")) == str(wanted)


def test_one_that_fails_is_passed_over_for_the_next_on_path(tmp_path: Path) -> None:
    program(tmp_path / "shims/python3.10", FAILS)
    wanted = python(tmp_path / "bin/python3.10")

    assert find_python(VERSION, environment(tmp_path, "shims", "bin")) == str(wanted)


def test_one_that_says_another_version_is_passed_over(tmp_path: Path) -> None:
    python(tmp_path / "bin/python3.10", "3 9")

    with pytest.raises(MissingPythonError):
        find_python(VERSION, environment(tmp_path, "bin"))


def test_behind_a_failing_shim_the_newest_of_pyenv_is_taken(tmp_path: Path) -> None:
    program(tmp_path / "shims/python3.10", FAILS)
    python(tmp_path / "home/.pyenv/versions/3.10.9/bin/python3.10")
    wanted = python(tmp_path / "home/.pyenv/versions/3.10.13/bin/python3.10")

    assert find_python(VERSION, environment(tmp_path, "shims")) == str(wanted)


def test_pyenv_may_live_elsewhere(tmp_path: Path) -> None:
    wanted = python(tmp_path / "pyenv/versions/3.10.2/bin/python3.10")

    found = find_python(VERSION, environment(tmp_path) | {"PYENV_ROOT": str(tmp_path / "pyenv")})

    assert found == str(wanted)


def test_without_any_uv_installs_one(tmp_path: Path) -> None:
    wanted = python(tmp_path / "uv-made/python3.10")
    log = tmp_path / "uv.log"
    program(tmp_path / "bin/uv", UV.format(log=log, python=wanted))

    assert find_python(VERSION, environment(tmp_path, "bin")) == str(wanted)
    assert log.read_text().splitlines()[0] == "python install 3.10"


def test_when_nothing_helps_one_line_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(MissingPythonError, match=r"^Python 3\.10 is missing: install python3\.10 "):
        find_python(VERSION, environment(tmp_path))
