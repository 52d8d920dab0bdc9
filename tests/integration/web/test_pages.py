from __future__ import annotations

import httpx
import pytest

from tests.fakes.chat_product import MakeProduct


@pytest.mark.parametrize("path", ["/", "/chat", "/privacy", "/widget-demo"])
@pytest.mark.parametrize("language", ["fr", "en"])
async def test_every_page_opens_in_both_languages_without_inline_script(
    http: httpx.AsyncClient, path: str, language: str
) -> None:
    page = await http.get(path, params={"lang": language})

    assert page.status_code == 200
    assert f'<html lang="{language}"' in page.text
    policy = page.headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "unsafe-inline" not in policy
    assert page.headers["x-content-type-options"] == "nosniff"


async def test_the_chat_may_be_framed_only_as_the_embedded_chat(http: httpx.AsyncClient) -> None:
    alone, embedded = await http.get("/chat"), await http.get("/chat?embed=1")

    assert alone.headers["x-frame-options"] == "DENY"
    assert "frame-ancestors 'none'" in alone.headers["content-security-policy"]
    assert "x-frame-options" not in embedded.headers
    assert "frame-ancestors *" in embedded.headers["content-security-policy"]


async def test_only_the_named_sites_may_embed_the_chat(make_product: MakeProduct) -> None:
    product = make_product(allowed_origins="https://shop.example")

    async with httpx.AsyncClient(base_url=product.url, trust_env=False, timeout=30) as http:
        shop = await http.get("/chat?embed=1&host=https://shop.example")
        other = await http.get("/chat?embed=1&host=https://other.example")

    policy = shop.headers["content-security-policy"]
    assert "frame-ancestors 'self' https://shop.example" in policy
    assert '"host": "https://shop.example"' in shop.text
    assert '"host": null' in other.text


@pytest.mark.parametrize("host", ["javascript:alert(1)", "https://a.example/path", "</script><b>"])
async def test_a_host_that_is_no_origin_is_not_spoken_to(
    http: httpx.AsyncClient, host: str
) -> None:
    page = await http.get("/chat", params={"embed": "1", "host": host})

    assert '"host": null' in page.text
    assert host not in page.text


async def test_assets_come_compressed_and_may_be_kept_for_good(http: httpx.AsyncClient) -> None:
    asset = await http.get("/static/chat.abc123.css", headers={"accept-encoding": "identity"})

    assert "immutable" in asset.headers["cache-control"]
    assert asset.headers["content-type"] == "text/css; charset=utf-8"


async def test_the_widget_may_run_on_other_sites(http: httpx.AsyncClient) -> None:
    script = await http.get("/widget.js", headers={"accept-encoding": "identity"})

    assert script.headers["content-type"].startswith("text/javascript")
    assert script.headers["cross-origin-resource-policy"] == "cross-origin"


async def test_an_unknown_page_says_so_and_leads_back(http: httpx.AsyncClient) -> None:
    page = await http.get("/nowhere")

    assert page.status_code == 404
    assert 'href="/?lang=fr"' in page.text
