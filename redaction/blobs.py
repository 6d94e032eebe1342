"""Solid dark patches in a picture of a page: black boxes, bars and marker strokes, skewed, blurred and unevenly lit ones included.

Grey levels are judged against the paper around them, so that a dim photo works like a clean scan. What is solid but no blackout
(headers with white print, codes, logos, photos, scan borders, rules, dark slides) is told apart in `redaction.lookalikes`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt

from redaction.geometry import Box
from redaction.ink import Gray
from redaction.model import Pixels, Raster

LONG_SIDE = 1290
"""Pixels of the long side at which patches are looked for; finer pictures are reduced first."""
TYPICAL = 842.0
"""Points of the long side of an ordinary page: a photo without a stated resolution is measured as if it were one."""
MIN_SIDE = 5.0
"""Units; thinner things are rules, letters and frames."""
MIN_STROKE = 2.2
"""Units; table rules and the strokes of ordinary print are thinner and are cut off from what they touch."""
DARK = 110
"""Level relative to paper (255) below which a pixel is dark."""
MAX_PATCHES = 400
_LIFTED, _HARDLY_LIFTED = 40.0, 12.0
"""Levels by which black may have been lifted in a photo, at most, and what does not matter."""

Mask = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Sheet:
    """A page picture prepared for judging; all arrays of shape (height, width). `scale` is pixels per point, `unit` pixels per unit
    (a point of a page of ordinary size)."""

    gray: Gray
    relative: Gray
    """Grey level over that of the paper there, 255 for bare paper."""
    pixels: Pixels
    scale: float
    unit: float
    paper: float

    @cached_property
    def saturation(self) -> Gray:
        """The largest of red, green and blue less the smallest."""
        return saturation_of(self.pixels)

    @property
    def page(self) -> Box:
        return Box(0.0, 0.0, self.gray.shape[1] / self.scale, self.gray.shape[0] / self.scale)

    def window(self, box: Box) -> tuple[slice, slice]:
        """Rows and columns of a displayed box, at least one pixel."""
        height, width = self.gray.shape
        x0 = int(np.clip(np.floor(box.x0 * self.scale), 0, width - 1))
        y0 = int(np.clip(np.floor(box.top * self.scale), 0, height - 1))
        x1 = int(np.clip(np.ceil(box.x1 * self.scale), x0 + 1, width))
        y1 = int(np.clip(np.ceil(box.bottom * self.scale), y0 + 1, height))
        return slice(y0, y1), slice(x0, x1)


@dataclass(frozen=True, slots=True)
class Patch:
    """One solid dark patch; `box` in points, lengths in units.

    `fill`: its area over that of its tightest (rotated) rectangle, `light`: share of light pixels within that rectangle,
    `holes`: share of it that the patch encloses without being dark.
    `spread`: standard deviation of grey inside. `ring`: share of paper around it,
    `tinted`: the largest share of coloured pixels along one side.
    """

    box: Box
    angle: float
    short: float
    long: float
    fill: float
    holes: float
    light: float
    spread: float
    ring: float
    tinted: float
    level: float
    saturation: float
    letters: int = 0
    """Light spots as large as letters well inside it."""
    clump: float = 0.0
    """The largest share of light pixels in any stretch about as long as the patch is high: print on a long bar."""
    part: bool = False
    """Cut out of a larger dark body."""
    hatched: bool = False
    """Dark on average only."""


def saturation_of(pixels: Pixels) -> Gray:
    """For each pixel the largest of red, green and blue less the smallest."""
    red, green, blue = cv2.split(pixels)
    low, high = cv2.min(cv2.min(red, green), blue), cv2.max(cv2.max(red, green), blue)
    return np.asarray(cv2.subtract(high, low), dtype=np.uint8)


def prepare(raster: Raster) -> Sheet:
    """The picture at working size with its lighting evened out."""
    pixels, scale = raster.pixels, raster.scale
    longest = max(pixels.shape[:2])
    if longest > LONG_SIDE * 1.15:
        factor = LONG_SIDE / longest
        size = max(1, round(pixels.shape[1] * factor)), max(1, round(pixels.shape[0] * factor))
        pixels = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
        scale *= factor
    gray = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    if cv2.countNonZero(cv2.inRange(gray, 250, 255)) > 0.6 * gray.size:  # mostly white: nothing to even out
        relative, paper = gray, 255.0
    else:
        light = lighting(gray)
        relative = _blackened(np.asarray(cv2.divide(gray, light, scale=255), dtype=np.uint8))
        paper = float(np.percentile(light, 60))
    points = max(raster.width_pt, raster.height_pt)
    unit = scale if 420.0 <= points <= 1300.0 else scale * points / TYPICAL
    return Sheet(gray, relative, pixels, scale, unit, paper)


def _blackened(relative: Gray) -> Gray:
    """With the darkest of the page brought to black: light that the lens scatters makes black ink grey in a photo."""
    black = min(float(np.percentile(relative[::4, ::4], 0.3)), _LIFTED)
    if black < _HARDLY_LIFTED:
        return relative
    levels = np.clip((np.arange(256) - black) * (255 / (255 - black)), 0, 255).astype(np.uint8)
    return np.asarray(cv2.LUT(relative, levels), dtype=np.uint8)


def sideways(sheet: Sheet) -> bool:
    """The lines of print run from top to bottom: the page lies on its side."""
    dark = np.asarray(sheet.relative < 150, dtype=np.uint8)
    side = round(4 * sheet.unit) | 1
    thick = cv2.dilate(cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((side, side), np.uint8)), np.ones((side, side), np.uint8))
    written = np.asarray((dark > 0) & (np.asarray(thick) == 0), dtype=np.float32)
    size = 2 * round(8 * sheet.unit) + 1

    def energy(axis: int) -> float:
        profile = written.mean(axis=axis).reshape(-1, 1)
        return float(np.var(profile - cv2.blur(profile, (1, size))))

    return energy(0) > 1.8 * energy(1)


def quarter_turn(raster: Raster) -> Raster:
    """The picture turned by 90 degrees against the clock."""
    return Raster(np.ascontiguousarray(np.rot90(raster.pixels)), raster.scale)


def turned_back(patch: Patch, raster: Raster) -> Patch:
    """A patch found in the turned picture, in the coordinates of `raster`, the picture before the turn."""
    box = patch.box
    return replace(patch, box=Box(raster.width_pt - box.bottom, box.x0, raster.width_pt - box.top, box.x1))


def lighting(gray: Gray) -> Gray:
    """The level of bare paper at every pixel: what the page would look like with nothing on it, 1 to 255.

    It may sink only slowly and not below a third of the page's own level, so that a black box does not pass for a shadow.
    """
    height, width = gray.shape
    factor = 96 / max(height, width)
    size = max(2, round(width * factor)), max(2, round(height * factor))
    bright = cv2.resize(cv2.dilate(gray, np.ones((5, 5), np.uint8)), size, interpolation=cv2.INTER_AREA)
    closed = cv2.morphologyEx(bright, cv2.MORPH_CLOSE, np.ones((23, 23), np.uint8))
    smooth = cv2.GaussianBlur(closed, (0, 0), 6)
    floor = max(24.0, 0.35 * float(np.median(smooth)))
    level = cv2.resize(np.maximum(smooth, floor), (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(level, dtype=np.uint8)


def dark_patches(sheet: Sheet) -> list[Patch]:
    """Every solid dark patch at least MIN_SIDE units thick, largest first. A ragged one is taken apart into its solid cores."""
    if not _may_have_patches(sheet):
        return []
    side = max(3, round(MIN_SIDE * sheet.unit)) | 1
    square = np.ones((side, side), np.uint8)
    dark = np.asarray(sheet.relative < DARK, dtype=np.uint8)
    cores = np.asarray(cv2.morphologyEx(dark, cv2.MORPH_OPEN, square), np.uint8)
    patches = _patches(sheet, dark, cores, side) if cores.any() else []
    # a fine hatch is dark on average only
    veiled = np.asarray(cv2.blur(sheet.relative, (3, 3)) < DARK - 10, dtype=np.uint8)
    more = np.asarray(cv2.morphologyEx(veiled, cv2.MORPH_OPEN, square), np.uint8)
    more[cv2.dilate(cores, np.ones((5, 5), np.uint8)) > 0] = 0
    if cv2.morphologyEx(more, cv2.MORPH_OPEN, square).any():
        patches += [
            replace(patch, hatched=True)
            for patch in _patches(sheet, veiled, more, side)
            if not any(patch.box.intersect(other.box).area > 0.2 * patch.box.area for other in patches)
        ]
    return patches


def _may_have_patches(sheet: Sheet) -> bool:
    """False only where the page cannot have a dark patch of a blackout's size: told from its means over cells so small that one lies
    wholly within the thickness of every patch, and three in a row (or four in a square) within its length."""
    cell = int((MIN_SIDE * sheet.unit + 1) / 2)
    if cell < 3:
        return True
    height, width = sheet.relative.shape
    small = cv2.resize(
        sheet.relative[: height // cell * cell, : width // cell * cell], (width // cell, height // cell), interpolation=cv2.INTER_AREA
    )
    dark = np.asarray(small < DARK + 15, dtype=np.uint8)
    shapes = ((1, 3), (3, 1), (2, 2))
    return any(cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones(shape, np.uint8)).any() for shape in shapes)


def _patches(sheet: Sheet, dark: Mask, cores: Mask, side: int) -> list[Patch]:
    stroke = max(3, round(MIN_STROKE * sheet.unit) | 1)
    bodies = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((stroke, stroke), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(bodies, connectivity=4)
    solid = np.flatnonzero(np.bincount(labels[cores > 0]))
    order = sorted((int(i) for i in solid if i), key=lambda i: -int(stats[i, cv2.CC_STAT_AREA]))
    patches: list[Patch] = []
    for index in order[:MAX_PATCHES]:
        x, y, w, h = (int(v) for v in stats[index, :4])
        body = np.asarray(labels[y : y + h, x : x + w] == index, dtype=np.uint8)
        patch = _patch(sheet, body, x, y)
        if patch is None:
            continue
        patches.append(patch)
        if patch.fill < 0.9 and patch.light < 0.6 and patch.holes < 0.012:
            patches.extend(_split(sheet, np.bitwise_and(body, np.asarray(cores[y : y + h, x : x + w], np.uint8)), x, y, side))
    return patches


def _split(sheet: Sheet, body: Mask, x: int, y: int, side: int) -> list[Patch]:
    """The solid cores of a ragged patch: bars of several lines that touch, or a bar that touches a thick rule."""
    core = cv2.morphologyEx(body, cv2.MORPH_OPEN, np.ones((side, min(body.shape[1], side * 3)), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(core, connectivity=4)
    parts: list[Patch] = []
    for index in range(1, min(count, 40)):
        px, py, w, h = (int(v) for v in stats[index, :4])
        piece = np.asarray(labels[py : py + h, px : px + w] == index, dtype=np.uint8)
        if piece.size and float(piece.mean()) < 0.85:  # lines of different width on top of each other
            rows = piece.sum(1)
            cuts = [0, *(np.nonzero(np.abs(np.diff(rows.astype(np.int64))) > max(4, 0.08 * w))[0] + 1).tolist(), h]
            for a, b in pairwise(cuts):
                if b - a >= side:
                    line = piece[a:b]
                    columns = np.nonzero(line.mean(0) > 0.5)[0]
                    if len(columns):
                        c0, c1 = int(columns[0]), int(columns[-1]) + 1
                        part = _patch(sheet, np.ascontiguousarray(line[:, c0:c1]), x + px + c0, y + py + a)
                        parts.extend([part] if part else [])
        else:
            part = _patch(sheet, piece, x + px, y + py)
            parts.extend([part] if part else [])
    return [replace(part, part=True) for part in parts if part.fill >= 0.9]


def _patch(sheet: Sheet, body: Mask, x: int, y: int) -> Patch | None:
    h, w = body.shape
    pad = max(3, round(3 * sheet.unit))
    y0, x0 = max(0, y - pad), max(0, x - pad)
    rows = slice(y0, min(sheet.gray.shape[0], y + h + pad))
    columns = slice(x0, min(sheet.gray.shape[1], x + w + pad))
    part = np.zeros((rows.stop - rows.start, columns.stop - columns.start), np.uint8)
    part[y - y0 : y - y0 + h, x - x0 : x - x0 + w] = body
    contours, _ = cv2.findContours(part, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not contours:
        return None
    outline = max(contours, key=cv2.contourArea)
    (_, (rw, rh), angle) = rectangle = cv2.minAreaRect(outline)
    short, long = (min(rw, rh) + 1) / sheet.unit, (max(rw, rh) + 1) / sheet.unit
    if short < MIN_SIDE * 0.9:
        return None
    area = float(part.sum())
    box = Box(x / sheet.scale, y / sheet.scale, (x + w) / sheet.scale, (y + h) / sheet.scale)
    share = area / max(1.0, (rw + 1) * (rh + 1))
    if short < 5 or (long < 20 and share < 0.7) or (long < 12 and short < 8):  # a letter, a rule: its place is all that is asked of it
        return Patch(box, float(angle), short, long, min(1.0, share), 0.0, 1.0, 255.0, 0.0, 0.0, 255.0, 0.0)
    lean = min(abs(angle) % 90, 90 - abs(angle) % 90)
    tilted = long * np.sin(np.radians(lean)) > 1.0
    frame = np.zeros_like(part)
    if tilted:
        cv2.fillPoly(frame, [np.round(cv2.boxPoints(rectangle)).astype(np.int32)], 1)
    else:
        bx, by, bw, bh = cv2.boundingRect(outline)
        frame[by : by + bh, bx : bx + bw] = 1
    filled = np.zeros_like(part)
    cv2.drawContours(filled, [outline], -1, 1, -1)
    soft = max(1, round(0.8 * sheet.unit))
    inner = cv2.erode(frame, np.ones((3, 3), np.uint8), iterations=soft, borderType=cv2.BORDER_CONSTANT, borderValue=0) > 0
    relative, gray = sheet.relative[rows, columns], sheet.gray[rows, columns]
    inside = inner & (part > 0)
    values = gray[inside] if inside.any() else gray[part > 0]
    far = cv2.dilate(frame, np.ones((3, 3), np.uint8), iterations=max(2, round(2.2 * sheet.unit)))
    near = cv2.dilate(frame, np.ones((3, 3), np.uint8), iterations=max(1, round(0.9 * sheet.unit)))
    ring = (far > 0) & (near == 0)
    saturation = sheet.saturation[rows, columns]
    thin = np.ones((round(1.8 * sheet.unit) | 1,) * 2, np.uint8)
    around = np.asarray(cv2.morphologyEx(relative, cv2.MORPH_CLOSE, thin))[ring]  # the frame of a form's cell is paper too
    lit = np.asarray((relative >= DARK + 30) & inner, dtype=np.float32)
    reach = min(lit.shape[1], max(3, round(min(rw, rh) * 1.6)))
    letters = 0
    if lit.any():
        _, _, spots, _ = cv2.connectedComponentsWithStats(lit.astype(np.uint8), connectivity=8)
        letters = int((spots[1:, cv2.CC_STAT_AREA] >= max(3.0, 1.5 * sheet.unit * sheet.unit)).sum())
    clump = float(
        (
            cv2.blur(lit.sum(0).reshape(1, -1), (reach, 1))
            / np.maximum(1.0, cv2.blur(inner.sum(0).astype(np.float32).reshape(1, -1), (reach, 1)))
        ).max()
    )
    return Patch(
        clump=clump,
        letters=letters,
        box=box,
        angle=float(angle),
        short=short,
        long=long,
        fill=min(1.0, area / max(1.0, float(frame.sum()))),
        holes=float((filled & (1 - part)).sum()) / max(1.0, float(filled.sum())),
        light=float(lit.sum()) / max(1.0, float(inner.sum())),
        spread=float(values.std()),
        ring=float((around > 150).mean()) if around.size else 0.0,
        tinted=_tinted(saturation, ring),
        level=float(np.median(relative[part > 0])),
        saturation=float(np.median(saturation[part > 0])),
    )


def _tinted(saturation: Gray, ring: npt.NDArray[np.bool_]) -> float:
    """The largest share of coloured pixels along one side of the ring."""
    h, w = ring.shape
    worst = 0.0
    sides = (
        (slice(0, h // 3), slice(None)),
        (slice(h - h // 3, h), slice(None)),
        (slice(None), slice(0, w // 3)),
        (slice(None), slice(w - w // 3, w)),
    )
    for side in sides:
        pixels = saturation[side][ring[side]]
        if pixels.size:
            worst = max(worst, float((pixels > 70).mean()))
    return worst
