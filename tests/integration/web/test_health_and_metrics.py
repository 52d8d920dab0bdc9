from __future__ import annotations

from collections.abc import Callable

import httpx

from tests.fakes.chat_product import ChatProduct, MakeProduct
from tests.fakes.customer import Customer

Arrive = Callable[[ChatProduct], Customer]


async def test_a_whole_product_is_ready(http: httpx.AsyncClient) -> None:
    alive, ready = await http.get("/healthz"), await http.get("/readyz")

    assert alive.text == "ok"
    assert ready.status_code == 200
    assert ready.json() == {"database": "ok", "rasa": "ok", "actions": "ok"}


async def test_what_is_missing_is_named(product: ChatProduct, http: httpx.AsyncClient) -> None:
    product.rasa.actions_are_up = False

    ready = await http.get("/readyz")

    assert ready.status_code == 503
    assert ready.json() == {"database": "ok", "rasa": "ok", "actions": "HTTP 500"}


async def test_rasa_without_its_model_is_not_ready(
    product: ChatProduct, http: httpx.AsyncClient
) -> None:
    product.rasa.has_model = False

    ready = await http.get("/readyz")

    assert ready.status_code == 503
    assert ready.json()["rasa"] == "no model is loaded"


async def test_the_process_lives_while_rasa_does_not(
    product: ChatProduct, http: httpx.AsyncClient
) -> None:
    product.rasa.stop()

    alive, ready = await http.get("/healthz"), await http.get("/readyz")

    assert alive.status_code == 200
    assert "no answer" in ready.json()["rasa"]


async def test_the_figures_count_turns_messages_tickets_and_sockets(
    product: ChatProduct, http: httpx.AsyncClient, arrive: Arrive
) -> None:
    alice = arrive(product)
    await alice.connect()
    await alice.say("bonjour")
    await alice.hears("écho : bonjour")
    conversation = product.conversations.by_token(alice.token or "")
    assert conversation is not None
    product.tickets.open(conversation.id, problem="ma box ne s'allume plus du tout")

    figures = (await http.get("/metrics")).text.splitlines()

    assert 'freemobilachat_turns_total{outcome="answered"} 1.0' in figures
    assert 'freemobilachat_messages_total{author="customer"} 1.0' in figures
    assert 'freemobilachat_tickets{state="open"} 1.0' in figures
    assert "freemobilachat_messages_pending 0.0" in figures
    assert "freemobilachat_sockets 1.0" in figures
    assert "freemobilachat_turn_seconds_count 1.0" in figures
    assert 'freemobilachat_socket_events_total{event="user_uttered",outcome="ok"} 1.0' in figures
    assert 'freemobilachat_rasa_calls_total{outcome="ok"} 2.0' in figures
    assert 'freemobilachat_conversations{channel="web"} 1.0' in figures
    assert "freemobilachat_database_up 1.0" in figures


async def test_requests_are_counted_by_the_template_of_their_route(
    http: httpx.AsyncClient,
) -> None:
    await http.get("/healthz")
    await http.get("/c/a-token-that-must-not-show")
    await http.get("/no/such/page")

    figures = (await http.get("/metrics")).text

    counted = "freemobilachat_http_requests_total"
    assert f'{counted}{{method="GET",outcome="200",route="/healthz"}} 1.0' in figures
    assert f'{counted}{{method="GET",outcome="410",route="/c/{{token}}"}} 1.0' in figures
    assert f'{counted}{{method="GET",outcome="404",route="none"}} 1.0' in figures
    assert "a-token-that-must-not-show" not in figures
    assert "/no/such" not in figures


async def test_a_turn_that_rasa_spoils_is_counted_by_how(
    product: ChatProduct, http: httpx.AsyncClient, arrive: Arrive
) -> None:
    alice = arrive(product)
    await alice.connect()
    await alice.hears("Bonjour")
    product.rasa.status = 400
    await alice.say("bonjour")
    await alice.until(lambda: len(alice.heard) > 1)

    figures = (await http.get("/metrics")).text

    assert 'freemobilachat_rasa_calls_total{outcome="refused"} 1.0' in figures
    assert 'freemobilachat_turns_total{outcome="failed"} 1.0' in figures


async def test_what_came_through_a_proxy_may_not_read_the_figures(http: httpx.AsyncClient) -> None:
    refused = await http.get("/metrics", headers={"X-Forwarded-For": "203.0.113.7"})

    assert refused.status_code == 403
    assert "METRICS_TOKEN" in refused.text


async def test_with_a_token_only_its_bearer_reads_the_figures(make_product: MakeProduct) -> None:
    product = make_product(metrics_token="a-long-secret")
    url = f"{product.url}/metrics"

    async with httpx.AsyncClient(trust_env=False, timeout=30) as client:
        without = await client.get(url)
        wrong = await client.get(url, headers={"Authorization": "Bearer another"})
        right = await client.get(
            url,
            headers={"Authorization": "Bearer a-long-secret", "X-Forwarded-For": "203.0.113.7"},
        )

    assert [answer.status_code for answer in (without, wrong, right)] == [403, 403, 200]


async def test_an_answer_carries_the_id_of_its_request(http: httpx.AsyncClient) -> None:
    kept = await http.get("/chat", headers={"X-Request-ID": "from-the-proxy-1"})
    made = await http.get("/chat", headers={"X-Request-ID": "no\tgood"})
    missing = await http.get("/no/such/page")

    assert kept.headers["x-request-id"] == "from-the-proxy-1"
    assert len(made.headers["x-request-id"]) == 32
    assert len(missing.headers["x-request-id"]) == 32


async def test_an_event_whose_id_the_client_chose_is_acknowledged_with_it(
    product: ChatProduct, arrive: Arrive
) -> None:
    alice = arrive(product)
    await alice.connect()

    ack = await alice.say("bonjour", metadata={"request_id": "alice-0001"})

    assert ack["request_id"] == "alice-0001"
