"""From scores to a probability for each kind and a grade that keeps its promise (high: 99 in 100 right, medium: 85).

Softmax over the scores with a fixed score for "none of them"; the temperature and the two limits were fitted on documents
that no anchor was written for (see `data/README.md`).
"""

from __future__ import annotations

from collections.abc import Mapping
from math import exp

from classifiers.kinds import Grade, Kind

TEMPERATURE = 1.15
NOTHING = 1.6
"""Score of `unknown`: what accidental labels reach on an unrelated page."""
HIGH = 0.95
MEDIUM = 0.75
STRONG = 6.0
"""A high grade also needs this much evidence in absolute terms."""


def probabilities(scores: Mapping[Kind, float]) -> dict[Kind, float]:
    """Probability of each kind, `unknown` included; they add up to 1."""
    weights = {kind: exp(min(score, 40.0) / TEMPERATURE) for kind, score in scores.items()}
    weights[Kind.UNKNOWN] = exp(NOTHING / TEMPERATURE)
    total = sum(weights.values())
    return {kind: weight / total for kind, weight in weights.items()}


def grade(probability: float, score: float) -> Grade:
    """The grade of an answer with this probability and this much evidence."""
    if probability >= HIGH and score >= STRONG:
        return Grade.HIGH
    return Grade.MEDIUM if probability >= MEDIUM else Grade.LOW
