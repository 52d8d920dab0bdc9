"""What Prometheus reads of a process of the collector: steps, calls to X, what was judged."""

from __future__ import annotations

from functools import cache

from prometheus_client import Counter

from telemetry.metrics import Work, new_registry


class Figures:
    """One for the process: `figures()`."""

    def __init__(self) -> None:
        self.registry = new_registry()
        self.steps = Work(self.registry, "collector_steps", "The collector's steps", ("step",))
        self.x_calls = Work(self.registry, "x_calls", "Calls to X", ("call",))
        self.batches = Work(self.registry, "judged_batches", "Batches of posts that were judged")
        self.judged = Counter(
            "freemobilachat_posts_judged",
            "Posts judged, by verdict",
            ["verdict"],
            registry=self.registry,
        )


@cache
def figures() -> Figures:
    return Figures()
