from __future__ import annotations

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests come last: Playwright keeps an event loop running in this thread, under which
    no asynchronous test can start its own."""
    items.sort(key=lambda item: item.get_closest_marker("e2e") is not None)
