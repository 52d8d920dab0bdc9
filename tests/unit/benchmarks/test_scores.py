from benchmarks.scores import (
    Prediction,
    accuracy,
    confusions,
    in_scope_accuracy,
    macro_f1,
    out_of_scope_recall,
)

PREDICTIONS = [
    Prediction("oui", "affirm", "affirm", 0.9),
    Prediction("ok", "affirm", "deny", 0.4),
    Prediction("non", "deny", "deny", 0.2),
    Prediction("le cours du blé", "oos", "affirm", 0.1),
    Prediction("une recette", "oos", "off_topic", 0.9),
    Prediction("un poème", "oos", "deny", 0.6),
]


def test_accuracy_counts_the_rows_in_scope() -> None:
    assert accuracy(PREDICTIONS) == 2 / 3


def test_macro_f1_is_the_mean_over_the_intents() -> None:
    assert macro_f1(PREDICTIONS) == (2 / 3 + 2 / 3) / 2


def test_a_threshold_takes_away_what_is_found_with_less_confidence() -> None:
    assert in_scope_accuracy(PREDICTIONS, 0.3) == 1 / 3


def test_out_of_scope_is_recalled_by_little_confidence_or_by_a_refusing_intent() -> None:
    assert out_of_scope_recall(PREDICTIONS, 0.3) == 2 / 3


def test_the_commonest_confusion_comes_first() -> None:
    twice = [*PREDICTIONS, Prediction("okay", "affirm", "deny", 0.5)]

    assert confusions(twice) == [("affirm", "deny", 2)]


def test_no_rows_have_no_accuracy() -> None:
    assert accuracy([]) == 0.0
    assert macro_f1([]) == 0.0
