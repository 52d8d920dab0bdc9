"""A text-classification model as the hub has them, made by transformers itself, a few KB large."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

WORDS = ["panne", "merci", "free", "box", "fibre", "bravo", "facture"]
COMPLAINS = {"panne": 1, "facture": 1, "merci": 0, "bravo": 0}


def tiny_model(folder: Path, labels: Sequence[str] = ("not_complaint", "complaint")) -> Path:
    """It has learnt the four words of `COMPLAINS`, when there are two labels, and nothing else."""
    torch.manual_seed(7)
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    numbers = {word: number for number, word in enumerate([*special, *WORDS])}
    tokenizer = BertTokenizerFast(vocab=numbers)
    config = BertConfig(
        vocab_size=len(tokenizer),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        max_position_embeddings=128,
        id2label=dict(enumerate(labels)),
        label2id={label: number for number, label in enumerate(labels)},
    )
    model = BertForSequenceClassification(config)
    if len(labels) == 2:
        _teach(model, tokenizer)
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def _teach(model: BertForSequenceClassification, tokenizer: BertTokenizerFast) -> None:
    inputs = tokenizer(list(COMPLAINS), return_tensors="pt", padding=True)
    wanted = torch.tensor(list(COMPLAINS.values()))
    optimiser = torch.optim.Adam(model.parameters(), lr=0.02)
    model.train()
    for _ in range(60):
        optimiser.zero_grad()
        model(**inputs, labels=wanted).loss.backward()
        optimiser.step()
