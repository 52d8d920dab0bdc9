from __future__ import annotations

from collector.figures import figures
from tests.fakes.x_server import XServer
from tests.fakes.x_world import HANDLE
from tests.integration.collector.conftest import Product

OK_CALLS = ("freemobilachat_x_calls_total", {"call": "mentions", "outcome": "ok"})
INTAKES = ("freemobilachat_collector_steps_total", {"step": "intake", "outcome": "ok"})
FAILED_INTAKES = ("freemobilachat_collector_steps_total", {"step": "intake", "outcome": "error"})
UNREADABLE_CALLS = (
    "freemobilachat_x_calls_total",
    {"call": "mentions", "outcome": "bad_answer"},
)
REPLIES = ("freemobilachat_posts_judged_total", {"verdict": "reply"})
BATCHES = ("freemobilachat_judged_batches_seconds_count", {})


def figure(name_and_labels: tuple[str, dict[str, str]]) -> float:
    return figures().registry.get_sample_value(*name_and_labels) or 0.0


def test_steps_calls_to_x_and_verdicts_are_counted(product: Product, x: XServer) -> None:
    before = [figure(each) for each in (OK_CALLS, INTAKES, REPLIES, BATCHES)]
    x.world.say(f"@{HANDLE} ma box est en panne")

    product.collector().run_due()

    after = [figure(each) for each in (OK_CALLS, INTAKES, REPLIES, BATCHES)]
    assert [b - a for a, b in zip(before, after, strict=True)] == [1, 1, 1, 1]


def test_a_step_that_fails_and_the_call_that_it_failed_at_are_counted(
    product: Product, x: XServer
) -> None:
    before = figure(FAILED_INTAKES), figure(UNREADABLE_CALLS)
    x.faults["mentions"].append("bad_json")

    product.collector().run_due()

    after = figure(FAILED_INTAKES), figure(UNREADABLE_CALLS)
    assert after == (before[0] + 1, before[1] + 1)
