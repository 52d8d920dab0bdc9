"""Puts the classifiers together that the settings ask for; every entry point uses it."""

from __future__ import annotations

from functools import partial

from collector.calibration import calibrated
from collector.classify import Classifier
from collector.opinions import JudgesPosts
from collector.sentence_encoder import SentenceEncoder
from collector.training import load_or_train
from settings import Settings
from tickets.collector_marks import CollectorMarks
from tickets.database import Database


def classifier_of(settings: Settings) -> Classifier:
    """Rules and trained model, and beside them a hub model and an LLM where they are set.

    Raises `OpinionError` when the hub model can't be used.
    """
    strangers: list[JudgesPosts] = []
    hub = None
    if settings.classifier_model:
        from collector.hub_model import HubModel  # loads torch, which takes seconds

        hub = HubModel(settings.classifier_model)
        strangers.append(hub)
    if settings.llm_base_url and settings.llm_model:
        strangers.append(_llm(settings, settings.llm_base_url, settings.llm_model))
    artefact = load_or_train(settings.var_dir, SentenceEncoder())
    if hub is not None:
        artefact = calibrated(artefact, hub, settings.var_dir)
    return Classifier(artefact, strangers)


def _llm(settings: Settings, base_url: str, model: str) -> JudgesPosts:
    from collector.llm import Llm
    from knowledge_base.llm import LlmConfig

    config = LlmConfig(
        base_url=base_url,
        model=model,
        api_key=settings.llm_api_key or None,
        timeout_seconds=settings.llm_timeout_seconds,
        daily_budget_calls=settings.llm_daily_budget_calls,
    )
    marks = CollectorMarks(Database(settings.database_url))
    return Llm(config, partial(marks.take_today, "llm"))
