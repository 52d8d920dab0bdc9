"""All classifiers behind one question."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from collector import evaluation
from collector.classify import Classifier
from collector.cleaning import CleanPost
from collector.opinions import OpinionError, Opinions, Output
from collector.trained import TrainedModel
from collector.training import POSTS, Artefact, learn, read_posts
from tests.fakes.post_judges import HashedEncoder, OneWordJudge
from tickets.vocabulary import Theme


class Failing:
    name = "failing"

    def judge(self, posts: Sequence[CleanPost]) -> Opinions:
        raise OpinionError("no answer")


@pytest.fixture(scope="module")
def artefact() -> Artefact:
    data = read_posts(POSTS)
    some = data.chosen(range(0, len(data.posts), 3))
    return learn(some, lambda: TrainedModel(HashedEncoder(), doubt_below=0.5))


def test_no_text_no_answer(artefact: Artefact) -> None:
    assert Classifier(artefact).classify([]) == []


def test_a_complaint_is_told_from_the_brand_and_from_praise(artefact: Artefact) -> None:
    complaint, brand, praise = Classifier(artefact).classify(
        [
            "@freebox toujours pas d'internet, la box est en panne depuis 3 semaines, ras le bol",
            "@user Bonjour, pouvez-vous nous communiquer votre identifiant en DM ?",
            "@free merci beaucoup, tout marche",
        ]
    )

    assert (complaint.complaint, complaint.theme) == (True, Theme.internet_fixe)
    assert complaint.respond
    assert not brand.complaint
    assert not praise.complaint
    assert all(0 <= score <= 1 for score in complaint.scores.values())


def test_reasons_are_told_when_asked(artefact: Artefact) -> None:
    (answer,) = Classifier(artefact).classify(["@free panne"], explain=True)

    assert "cue:outage: panne" in answer.reasons
    assert any(reason.startswith("trained complaint") for reason in answer.reasons)


def test_a_failing_classifier_is_left_out_and_told(
    artefact: Artefact, caplog: pytest.LogCaptureFixture
) -> None:
    alone = Classifier(artefact).classify(["@free panne de fibre"])

    beside = Classifier(artefact, [Failing()]).classify(["@free panne de fibre"])

    assert beside == alone
    assert "judged without failing" in caplog.text
    assert "fibre" not in caplog.text


def test_a_classifier_of_ones_own_is_heard(artefact: Artefact) -> None:
    (alone,) = Classifier(artefact).classify(["@free panne"])
    (both,) = Classifier(artefact, [OneWordJudge()]).classify(["@free panne"])

    assert both.scores["complaint"] > alone.scores["complaint"]


def test_only_posts_of_a_doubtful_theme_are_encoded(artefact: Artefact) -> None:
    encoder = HashedEncoder()
    artefact.model.encoder = encoder

    Classifier(artefact).classify(["@free facture facture prélèvement remboursement", "@free hum"])

    assert encoder.asked == ["hum"]


def test_figures_are_those_of_each_classifier_and_of_all(
    artefact: Artefact, tmp_path: Path
) -> None:
    path = tmp_path / "posts.csv"
    path.write_text(
        "text,complaint\n@free panne de fibre depuis hier,1\n@free merci beaucoup,0\n",
        encoding="utf-8",
    )

    found = evaluation.figures(Classifier(artefact), evaluation.read_rows(path))

    assert {one.classifier for one in found} == {"rules", "trained", evaluation.ALL}
    assert {one.name for one in found} == {"complaint macro-F1", "complaint precision"}
    assert all(one.low <= one.value <= one.high for one in found)


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ("ma box, en panne,1", "other.csv:2: too many columns"),
        ("ma box,oui", "other.csv:2: complaint should be one of 0, 1"),
    ],
)
def test_a_row_that_would_be_measured_wrongly_is_told_by_its_line(
    tmp_path: Path, row: str, complaint: str
) -> None:
    path = tmp_path / "other.csv"
    path.write_text(f"\ufefftext,complaint\n{row}\n", encoding="utf-8")

    with pytest.raises(evaluation.UnusableFile, match=complaint):
        evaluation.read_rows(path)


def test_a_file_without_posts_is_told(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")

    with pytest.raises(evaluation.UnusableFile, match="column named text"):
        evaluation.read_rows(path)


def test_a_model_answers_alike_with_and_without_others_in_doubt(artefact: Artefact) -> None:
    artefact.model.encoder = HashedEncoder()
    classifier = Classifier(artefact)
    texts = ["@free hum", "@free facture facture prélèvement remboursement", "@free bof"]

    together = classifier.classify(texts)

    assert together == [classifier.classify([text])[0] for text in texts]
    assert np.isfinite(together[0].scores[Output.theme])
