"""Command line of the knowledge base: build the index, search it."""

from __future__ import annotations

import sys

from knowledge_base.articles import load_articles
from knowledge_base.embedder import Embedder
from knowledge_base.index import build
from settings import load_settings

if __name__ == "__main__":
    settings = load_settings()
    if sys.argv[1:] == ["build"]:
        print(build(load_articles(), Embedder(settings.embedding_model), settings.var_dir / "index"))
