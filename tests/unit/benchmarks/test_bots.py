from benchmarks.bots import without_actions


def test_rules_keep_their_response_and_lose_their_actions() -> None:
    rule = {
        "rule": "a greeting is returned",
        "steps": [{"intent": "greet"}, {"action": "utter_greet"}, {"action": "action_continue"}],
        "wait_for_user_input": False,
    }

    assert list(without_actions([rule])) == [
        {
            "rule": "a greeting is returned",
            "steps": [{"intent": "greet"}, {"action": "utter_greet"}],
        }
    ]


def test_rules_of_forms_and_of_actions_alone_are_left_out() -> None:
    of_a_form = {
        "rule": "a form ends",
        "condition": [{"active_loop": "ticket_form"}],
        "steps": [{"action": "ticket_form"}, {"action": "utter_thank"}],
    }
    of_an_action = {
        "rule": "a problem begins a ticket",
        "steps": [{"intent": "report_problem"}, {"action": "action_take_problem"}],
    }

    assert list(without_actions([of_a_form, of_an_action])) == []
