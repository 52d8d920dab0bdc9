"""The collector as a process of its own, with the plain classifier: it is up in a second."""

from __future__ import annotations

import logging
import sys

from collector.commands import LOG_FORMAT
from collector.config import config_of
from collector.run import run
from settings import load_settings
from tests.fakes.plain_classifier import PlainClassifier

if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format=LOG_FORMAT)
    sys.exit(run(config_of(load_settings()), PlainClassifier))
