"""What a bot builder reads last when Rasa has checked or trained something."""

from __future__ import annotations

import sys
import warnings

import pytest

from scripts.quiet_rasa import INTERRUPTED, end_of, leave_out_what_is_beside_the_point


def refuse_domain() -> None:
    """As Rasa does with an exception of its own."""
    try:
        raise ValueError(
            "Failed to read 'domain.yml'. expected the node content\n  in line 11 \n\n"
            "You can use https://yamlchecker.com/ to validate the YAML syntax of your file."
        )
    except ValueError:
        sys.exit(1)


def test_a_check_that_failed_ends_with_its_reason_in_one_line() -> None:
    end = end_of(refuse_domain, ["An intent is unknown."], is_check=True)

    assert end == "ValueError: Failed to read 'domain.yml'. expected the node content in line 11"


def test_a_check_that_only_warned_has_failed_too() -> None:
    warned = ["The intent 'thanc' is not used\nin any story.", "And another."]

    assert end_of(lambda: None, warned, is_check=True) == (
        "The intent 'thanc' is not used in any story."
    )
    assert end_of(lambda: None, warned, is_check=False) == 0


def test_a_check_without_a_fault_ends_as_rasa_does() -> None:
    assert end_of(lambda: None, [], is_check=True) == 0
    assert end_of(lambda: sys.exit(3), [], is_check=True) == 3


def test_ctrl_c_is_no_failure_to_be_traced() -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    assert end_of(interrupted, [], is_check=False) == INTERRUPTED


def test_what_rasa_warns_of_is_kept_unless_it_is_beside_the_point(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown: list[str] = []
    monkeypatch.setattr(warnings, "showwarning", lambda message, *_: shown.append(str(message)))

    warned = leave_out_what_is_beside_the_point()
    for message, category in [
        ("The utterance 'utter_hello' is not used in any story or rule.", UserWarning),
        ("The intent 'thanc' is not used in any story or rule.", UserWarning),
        ("A library changes.", DeprecationWarning),
    ]:
        warnings.showwarning(message, category, "io.py", 100)

    assert warned == ["The intent 'thanc' is not used in any story or rule."]
    assert shown == [*warned, "A library changes."]
