"""The stand-in X as its users see it: each post with the reply it got, the latest news first."""

from __future__ import annotations

import re
from html import escape

from tests.fakes.x_world import ACCOUNT_ID, WorldPost, XWorld

PAGE = """<!doctype html><html lang="fr"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>X (stand-in)</title>
<style>
body {{ max-width: 38rem; margin: 0 auto; padding: 1rem; font: 16px/1.45 system-ui, sans-serif;
  color: #17211d; background: #fbf9f4 }}
article {{ padding: .8rem 0; border-top: 1px solid #d9d5c8; overflow-wrap: anywhere }}
article article {{ margin: .5rem 0 0 1.2rem; padding: .6rem .9rem; border: 0;
  border-left: 4px solid #0e6b5e; background: #eef4ef }}
p {{ margin: 0 }} h1 + p {{ margin-bottom: .8rem }} .gone {{ color: #6b6b62; font-style: italic }}
a {{ display: inline-block; padding: .2rem 0; color: #0b5c51 }}
</style>
<main><h1>X (stand-in)</h1><p>{count} posts, {replies} replies. Nothing here is real.</p>
{articles}</main>
<script>
// News, but never under the pointer or the finger of who is about to press a link.
let touchedAt = 0;
addEventListener("pointerdown", () => touchedAt = Date.now());
setInterval(async () => {{
  const isBusy = document.querySelector("article:hover") || Date.now() - touchedAt < 10000;
  const answer = isBusy ? null : await fetch("/").catch(() => null);
  if (!answer?.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  document.querySelector("main").replaceWith(fresh.querySelector("main"));
}}, 2000);
</script></html>"""
LINK = re.compile(r"https?://\S+")


def page(world: XWorld) -> bytes:
    with world.lock:
        posts = sorted(world.posts.values(), key=lambda post: int(post.id), reverse=True)
    replies = {one["id"]: post for post in posts for one in post.references if _is_ours(post)}
    shown = [post for post in posts if not _is_ours(post) and post.id == post.edit_ids[-1]]
    shown.sort(key=lambda post: _latest(post, replies), reverse=True)
    articles = "\n".join(_article(post, replies) for post in shown)
    filled = PAGE.format(count=len(shown), replies=len(replies), articles=articles)
    return filled.encode()


def _reply_to(post: WorldPost, replies: dict[str, WorldPost]) -> WorldPost | None:
    return next((replies[id_] for id_ in post.edit_ids if id_ in replies), None)


def _latest(post: WorldPost, replies: dict[str, WorldPost]) -> int:
    return int((_reply_to(post, replies) or post).id)


def _article(post: WorldPost, replies: dict[str, WorldPost]) -> str:
    if post.is_gone:
        return '<article class="gone">(deleted by its author)</article>'
    reply = _reply_to(post, replies)
    below = f"<article>{_words(reply)}</article>" if reply else ""
    return f"<article>{_words(post)}{below}</article>"


def _words(post: WorldPost) -> str:
    text = LINK.sub(
        lambda found: f'<a href="{found[0]}" target="_blank" rel="noopener">{found[0]}</a>',
        escape(post.text),
    )
    return f"<p><b>@{escape(post.handle)}</b></p><p>{text}</p>"


def _is_ours(post: WorldPost) -> bool:
    return post.author_id == ACCOUNT_ID
