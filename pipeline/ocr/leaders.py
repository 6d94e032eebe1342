"""Dotted leaders and dotted rules taken out: rows of equal specks that make an engine drop the whole line they stand in."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from pipeline.ocr.engine import Grey
from pipeline.ocr.shapes import Numbers, Shapes

_FEWEST = 16  # dots in a row
Indices = npt.NDArray[np.int64]


def without_leaders(grey: Grey, shapes: Shapes) -> Grey:
    """The picture without rows of dots, a dot being at most a third of a letter high; the same array where there are none."""
    size = max(3.0, shapes.letter / 3)
    dots = shapes.those((shapes.width <= size) & (shapes.height <= size))
    if len(dots) < _FEWEST:
        return grey
    x, y = dots.centre
    remove = np.zeros(len(dots), dtype=np.bool_)
    for row in _rows(x, y, shapes.letter / 3):
        remove[_runs(x, row, 1.2 * shapes.letter)] = True
    if not remove.any():
        return grey
    clean = grey.copy()
    paper = int(np.percentile(grey[::8, ::8], 80))
    gone = dots.those(remove)
    for left, top, width, height in zip(*(np.rint(v).astype(int) for v in (gone.left, gone.top, gone.width, gone.height)), strict=True):
        clean[max(0, top - 1) : top + height + 1, max(0, left - 1) : left + width + 1] = paper
    return clean


def _rows(x: Numbers, y: Numbers, slack: float) -> list[Indices]:
    """Indices of dots grouped by height on the page, each group from left to right."""
    order = np.argsort(x, kind="stable")
    bands = np.floor(y[order] / max(1.0, slack)).astype(np.int64)
    rows = []
    for band, count in zip(*np.unique(bands, return_counts=True), strict=True):
        if count * 2 >= _FEWEST:
            row = order[(bands == band) | (bands == band + 1)]
            if len(row) >= _FEWEST:
                rows.append(row)
    return rows


def _runs(x: Numbers, row: Indices, most_gap: float) -> Indices:
    """Those of a row that stand in long, evenly spaced runs."""
    keep = []
    for run in np.split(row, np.flatnonzero(np.diff(x[row]) > most_gap) + 1):
        if len(run) >= _FEWEST:
            gaps = np.diff(x[run])
            if np.abs(gaps - np.median(gaps)).mean() < 0.35 * max(1.0, float(np.median(gaps))):
                keep.append(run)
    return np.concatenate(keep) if keep else np.empty(0, dtype=np.int64)
