from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest

from scripts.ports import free_port
from telemetry.metrics import Work, new_registry
from telemetry.traces import span, trace_id, trace_to, traceparent
from tests.fakes.trace_collector import TraceCollector

SECRET = "je m'appelle Élodie d'Almeida"


@pytest.fixture
def collector() -> Iterator[TraceCollector]:
    collector = TraceCollector()
    collector.start()
    yield collector
    collector.stop()


def test_a_span_below_another_process_joins_its_trace(collector: TraceCollector) -> None:
    stop = trace_to(collector.url, "web")
    with span("turn"):
        along = traceparent()
    with span("action", parent=along):
        assert trace_id() == collector_trace(along)
    stop()

    turn, action = collector.named("turn"), collector.named("action")
    assert turn.process == "web"
    assert (action.trace_id, action.parent_id) == (turn.trace_id, turn.span_id)


def collector_trace(along: str | None) -> str:
    assert along
    return along.split("-")[1]


def test_a_failure_is_marked_with_its_type_and_without_its_words(
    collector: TraceCollector,
) -> None:
    stop = trace_to(collector.url, "web")
    with pytest.raises(ValueError, match="Élodie"), span("turn"):
        raise ValueError(SECRET)
    stop()

    turn = collector.named("turn")
    assert turn.failed
    assert turn.attributes == {"error.type": "ValueError"}
    assert "Élodie".encode() not in collector.raw


def test_work_is_a_span_with_its_labels_and_outcome(collector: TraceCollector) -> None:
    stop = trace_to(collector.url, "actions")
    with Work(new_registry(), "actions", "Actions", ("action",)).run(action="greet"):
        pass
    stop()

    assert collector.named("actions greet").attributes == {"action": "greet", "outcome": "ok"}


def test_a_malformed_parent_begins_a_new_trace(collector: TraceCollector) -> None:
    stop = trace_to(collector.url, "actions")
    with span("action", parent="00-nonsense"):
        pass
    stop()

    assert collector.named("action").parent_id == ""


def test_a_collector_that_is_down_costs_the_spans_and_nothing_else() -> None:
    stop = trace_to(f"http://127.0.0.1:{free_port()}", "web")
    with span("turn"):
        pass
    stop()

    assert traceparent() is None


def test_without_an_address_opentelemetry_is_not_even_loaded() -> None:
    program = (
        "import sys; from telemetry.traces import span, traceparent\n"
        "with span('turn'): assert traceparent() is None\n"
        "assert not any(name.startswith('opentelemetry') for name in sys.modules)"
    )

    subprocess.run([sys.executable, "-c", program], check=True)
