"""What kind of paper is this, how sure are we, and why. Text and layout in, a graded guess out.

Imports nothing else of this project; spaCy is imported by the first call, not by importing the package.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from classifiers.model import Guess, PageText

__all__ = ["classify"]


def classify(pages: Sequence[PageText]) -> Guess:
    """The kind of paper that these pages are; see `classifiers.judge.classify`."""
    from classifiers.judge import classify as judge

    return judge(pages)
