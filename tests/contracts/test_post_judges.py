"""What every classifier of posts promises, asked of the fake, the rules, a model and an LLM."""

from __future__ import annotations

import json

import httpx
import numpy as np
import pytest

from collector.cleaning import clean
from collector.llm import Llm
from collector.opinions import LABELS, JudgesPosts, Output
from collector.rules import Rules
from collector.trained import TrainedModel
from collector.training import POSTS, read_posts
from knowledge_base.llm import LlmConfig
from tests.fakes.post_judges import HashedEncoder, OneWordJudge

TEXTS = ["@free panne de fibre depuis hier, merci bien", "@free joli spot de pub", ""]
ANSWER = {
    "complaint": 0.9,
    "theme": "internet_fixe",
    "theme_score": 0.8,
    "tone": "calm",
    "tone_score": 0.7,
    "respond": 0.9,
}


def small_model() -> TrainedModel:
    data = read_posts(POSTS)
    model = TrainedModel(HashedEncoder())
    some = data.chosen(range(0, len(data.posts), 6))
    model.fit(some.posts, some.truths)
    return model


def steady_llm() -> Llm:
    message = {"choices": [{"message": {"content": json.dumps(ANSWER)}}]}
    transport = httpx.MockTransport(lambda _: httpx.Response(200, json=message))
    return Llm(LlmConfig("http://llm.test/v1", "any"), lambda *_: True, transport=transport)


@pytest.fixture(scope="module", params=["fake", "rules", "trained", "llm"])
def judge(request: pytest.FixtureRequest) -> JudgesPosts:
    made = {"fake": OneWordJudge, "rules": Rules, "trained": small_model, "llm": steady_llm}
    return made[request.param]()


def test_each_post_gets_one_row_of_probabilities_for_each_output(judge: JudgesPosts) -> None:
    opinions = judge.judge([clean(text) for text in TEXTS])

    for output in Output:
        assert opinions[output].shape == (len(TEXTS), len(LABELS[output]))
        assert np.allclose(opinions[output].sum(axis=1), 1)
        assert (opinions[output] >= 0).all()


def test_a_post_is_judged_alike_alone_and_among_others(judge: JudgesPosts) -> None:
    posts = [clean(text) for text in TEXTS]

    among_others = judge.judge(posts)
    alone = judge.judge(posts[1:2])

    for output in Output:
        assert np.allclose(among_others[output][1], alone[output][0])


def test_it_has_a_name_for_settings_and_reports(judge: JudgesPosts) -> None:
    assert judge.name
