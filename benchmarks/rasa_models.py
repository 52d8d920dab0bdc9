"""Trains a Rasa NLU pipeline and asks it; the only file here that imports Rasa."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent
from rasa.model_training import train_nlu
from rasa.utils.log_utils import configure_structlog

from benchmarks.labelled import Row
from benchmarks.scores import OUT_OF_SCOPE, Prediction


@dataclass(frozen=True)
class Reading:
    """What a trained pipeline found, and what it took."""

    predictions: list[Prediction]
    training_seconds: float
    milliseconds_a_message: float


def train_and_read(config: Path, train: Sequence[Row], test: Sequence[Row]) -> Reading:
    """Train the pipeline of a Rasa configuration on rows and let it read others, one by one."""
    configure_structlog(logging.ERROR)
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(sys.stderr):
        started = time.perf_counter()
        model = _train(config, train, Path(folder))
        training_seconds = time.perf_counter() - started
        predictions, reading_seconds = asyncio.run(_read(Agent.load(model), test))
    return Reading(predictions, training_seconds, 1000 * reading_seconds / len(test))


def _train(config: Path, rows: Sequence[Row], folder: Path) -> str:
    data = folder / "nlu.json"
    data.write_text(_as_rasa_json(rows), encoding="utf-8")
    model = train_nlu(str(config), str(data), str(folder), fixed_model_name="intents")
    if model is None:
        raise RuntimeError(f"{config}: Rasa could not train this pipeline; its reason is above")
    return str(model)


async def _read(agent: Agent, rows: Sequence[Row]) -> tuple[list[Prediction], float]:
    await agent.parse_message(rows[0].text)  # the first message loads what is loaded late
    started = time.perf_counter()
    predictions = [_prediction(row, await agent.parse_message(row.text)) for row in rows]
    return predictions, time.perf_counter() - started


def _as_rasa_json(rows: Sequence[Row]) -> str:
    """Rasa's JSON format: unlike its YAML, no character of a text has a meaning of its own."""
    examples = [{"text": row.text, "intent": row.intent} for row in rows]
    known = [example for example in examples if example["intent"] != OUT_OF_SCOPE]
    return json.dumps({"rasa_nlu_data": {"common_examples": known}}, ensure_ascii=False)


def _prediction(row: Row, parsed: dict[str, Any]) -> Prediction:
    """The best intent that is not Rasa's own fallback, which the thresholds stand for."""
    ranking = [entry for entry in parsed["intent_ranking"] if entry["name"] != "nlu_fallback"]
    if not ranking:
        return Prediction(row.text, row.intent, "nlu_fallback", 0.0)
    return Prediction(row.text, row.intent, ranking[0]["name"], ranking[0]["confidence"])
