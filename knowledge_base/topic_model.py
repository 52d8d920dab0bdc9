"""A linear model that tells, from a question's features, how well each article fits it.

One class an article and one for whatever is out of scope: logistic regression over the articles'
own phrasings. scikit-learn trains it; scoring needs numpy only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge_base.lexical import SparseVector

Floats = NDArray[np.float32]

# C and the number of steps were chosen by cross-validation over the phrasings: docs/decisions/0003.
STRENGTH = 3.0
MOST_STEPS = 40


@dataclass(frozen=True)
class TopicModel:
    """Weights by lexical column and by dense dimension; classes in the order of training."""

    lexical: Floats
    dense: Floats
    intercepts: Floats

    def scores(self, lexical: SparseVector, dense: Floats) -> Floats:
        """One log-odds score a class."""
        scores: Floats = self.lexical_scores(lexical) + dense @ self.dense
        return scores

    def lexical_scores(self, lexical: SparseVector) -> Floats:
        """The same from the words alone, for when no sentence vector is worth its time."""
        scores: Floats = lexical.values @ self.lexical[lexical.columns] + self.intercepts
        return scores


def train(
    lexical: Sequence[SparseVector], columns: int, dense: Floats, classes: Sequence[int]
) -> TopicModel:
    """Fit on one sparse and one dense row a text; `columns` is the vocabulary's size."""
    from scipy.sparse import csr_matrix, hstack
    from sklearn.linear_model import LogisticRegression

    starts = np.cumsum([0, *(len(vector.columns) for vector in lexical)])
    sparse = csr_matrix(
        (
            np.concatenate([vector.values for vector in lexical]),
            np.concatenate([vector.columns for vector in lexical]),
            starts,
        ),
        shape=(len(lexical), columns),
    )
    rows = hstack([sparse, csr_matrix(dense)], format="csr")
    # A fixed number of steps stands for early stopping: not converging is meant.
    model = LogisticRegression(C=STRENGTH, max_iter=MOST_STEPS, tol=1e-3)
    model.fit(rows, np.asarray(classes))
    weights = np.ascontiguousarray(model.coef_.T, dtype=np.float32)
    return TopicModel(weights[:columns], weights[columns:], model.intercept_.astype(np.float32))
