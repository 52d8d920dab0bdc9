from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from tests.fakes.agent_browser import AgentBrowser, employ
from tests.fakes.chat_product import ChatProduct, MakeProduct, chat_product
from tests.fakes.customer import Customer


@pytest.fixture
def make_product(tmp_path: Path) -> Iterator[MakeProduct]:
    with ExitStack() as stack:
        yield lambda **changes: stack.enter_context(chat_product(tmp_path, **changes))


@pytest.fixture
def product(make_product: MakeProduct) -> ChatProduct:
    return make_product()


@pytest.fixture
async def arrive() -> AsyncIterator[Callable[..., Customer]]:
    """Brings customers to the chat and sees them out at the end."""
    customers: list[Customer] = []

    def bring(product: ChatProduct) -> Customer:
        customers.append(Customer(product.url))
        return customers[-1]

    yield bring
    for customer in customers:
        await customer.leave()


@pytest.fixture
async def http(product: ChatProduct) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=product.url, trust_env=False, timeout=30) as client:
        yield client


@pytest.fixture
def staff(product: ChatProduct) -> dict[str, int]:
    """Alice manages people, Bob supervises, Charlie and Sofia answer customers; their ids."""
    return employ(product.database)


@pytest.fixture
def visit(product: ChatProduct, staff: dict[str, int]) -> Iterator[Callable[..., AgentBrowser]]:
    """Opens browsers at the console, signed in when a login is given."""
    browsers: list[AgentBrowser] = []

    def open_browser(login: str | None = None) -> AgentBrowser:
        browsers.append(AgentBrowser(product.url))
        if login:
            assert browsers[-1].sign_in(login).status_code == 303
        return browsers[-1]

    yield open_browser
    for browser in browsers:
        browser.close()
