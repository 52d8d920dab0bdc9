"""The stand-in X as its users see it: posts, newest first, each with the reply it got."""

from __future__ import annotations

import re
from html import escape

from tests.fakes.x_world import ACCOUNT_ID, WorldPost, XWorld

PAGE = """<!doctype html><html lang="fr"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="3"><title>X (stand-in)</title>
<style>
body {{ max-width: 38rem; margin: 0 auto; padding: 1rem; font: 16px/1.45 system-ui, sans-serif;
  color: #17211d; background: #fbf9f4 }}
article {{ padding: .8rem 0; border-top: 1px solid #d9d5c8; overflow-wrap: anywhere }}
article article {{ margin: .5rem 0 0 1.2rem; padding: .6rem .9rem; border: 0;
  border-left: 4px solid #0e6b5e; background: #eef4ef }}
p {{ margin: 0 }} .gone {{ color: #6b6b62; font-style: italic }}
a {{ display: inline-block; padding: .2rem 0; color: #0b5c51 }}
</style>
<h1>X (stand-in)</h1><p>{count} posts, {replies} replies. Nothing here is real.</p>
{articles}</html>"""
LINK = re.compile(r"https?://\S+")


def page(world: XWorld) -> bytes:
    with world.lock:
        posts = sorted(world.posts.values(), key=lambda post: int(post.id), reverse=True)
    replies = {one["id"]: post for post in posts for one in post.references if _is_ours(post)}
    shown = [post for post in posts if not _is_ours(post) and post.id == post.edit_ids[-1]]
    articles = "\n".join(_article(post, replies) for post in shown)
    filled = PAGE.format(count=len(shown), replies=len(replies), articles=articles)
    return filled.encode()


def _article(post: WorldPost, replies: dict[str, WorldPost]) -> str:
    if post.is_gone:
        return '<article class="gone">(deleted by its author)</article>'
    reply = next((replies[id_] for id_ in post.edit_ids if id_ in replies), None)
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
