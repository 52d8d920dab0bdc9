"""Traces to an OpenTelemetry collector; the only file that knows OpenTelemetry.

Off until `trace_to` is called: a span is then one look at a variable. Spans hold names, outcomes
and opaque ids, and of an error its type alone, since a message may quote a customer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opentelemetry.context import Context
    from opentelemetry.trace import Span, Tracer

EXPORT_TIMEOUT_SECONDS = 5
SERVICE_NAMESPACE = "freemobilachat"

_tracer: Tracer | None = None


def trace_to(endpoint: str, process: str) -> Callable[[], None]:
    """Send this process's spans to `endpoint` (OTLP over HTTP); call the result at the end."""
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    global _tracer
    resource = Resource({"service.name": process, "service.namespace": SERVICE_NAMESPACE})
    provider = TracerProvider(resource=resource, shutdown_on_exit=False)
    exporter = OTLPSpanExporter(f"{endpoint.rstrip('/')}/v1/traces", timeout=EXPORT_TIMEOUT_SECONDS)
    provider.add_span_processor(BatchSpanProcessor(exporter))
    _tracer = provider.get_tracer(SERVICE_NAMESPACE)

    def stop() -> None:
        global _tracer
        _tracer = None
        provider.shutdown()

    return stop


def span(name: str, parent: str | None = None) -> AbstractContextManager[Span | None]:
    """A span around what follows, below the `traceparent` of another process when one is given."""
    return nullcontext() if _tracer is None else _started(_tracer, name, parent)


@contextmanager
def _started(tracer: Tracer, name: str, parent: str | None) -> Iterator[Span]:
    from opentelemetry.trace import StatusCode

    with tracer.start_as_current_span(
        name, _context(parent), record_exception=False, set_status_on_exception=False
    ) as started:
        try:
            yield started
        except Exception as error:
            started.set_attribute("error.type", type(error).__name__)
            started.set_status(StatusCode.ERROR)
            raise


def traceparent() -> str | None:
    """The present span, as W3C's header of that name has it."""
    if _tracer is None:
        return None
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    carrier: dict[str, str] = {}
    TraceContextTextMapPropagator().inject(carrier)
    return carrier.get("traceparent")


def trace_id() -> str | None:
    """The trace that the present span belongs to, as trace viewers show it."""
    parent = traceparent()
    return parent.split("-")[1] if parent else None


def _context(parent: str | None) -> Context | None:
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    return TraceContextTextMapPropagator().extract({"traceparent": parent}) if parent else None
