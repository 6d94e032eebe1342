"""Telling a blackout from what only looks like one: headers, codes, logos, photos, scan borders, rules, charts, separator sheets.

A blackout is a solid, near-black, roughly rectangular patch about as high as a line of print (or a block of lines), standing on paper in
the flow of the text. Every rule below names the look-alike that it is there for.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from redaction.blobs import DARK, Patch, Sheet, dark_patches, prepare, quarter_turn, turned_back
from redaction.geometry import Box
from redaction.model import Raster


def find_blackouts(raster: Raster, sheet: Sheet, on_its_side: bool, patches: Sequence[Patch]) -> list[Patch]:
    """Every blackout of a page picture; `on_its_side`: its lines of print run from top to bottom; `patches`: the sheet's dark ones."""
    found = blackouts(sheet, patches)
    if not on_its_side:
        return found
    turned = prepare(quarter_turn(raster))
    more = [turned_back(patch, raster) for patch in blackouts(turned, dark_patches(turned))]
    return found + [patch for patch in more if not any(patch.box.iou(other.box) > 0.3 for other in found)]


def blackouts(sheet: Sheet, patches: Sequence[Patch]) -> list[Patch]:
    """Those patches that are blackouts."""
    if _separator_sheet(sheet, patches):
        return []
    solid = [patch for patch in patches if _solid(patch) and _placed(sheet, patch) and _shaped(sheet, patch)]
    bars = _mask_of_bars(sheet, solid)
    chosen = [patch for patch in solid if not (_one_of_a_code(patch, patches) or _crowded(sheet, patch, bars) or _goes_on(sheet, patch))]
    chosen = [
        patch for patch in chosen if not (_one_of_a_legend(sheet, patch) or _on_a_track(sheet, patch) or _among_swatches(sheet, patch))
    ]
    chosen = [patch for patch in chosen if not any(_swallows(other, patch) for other in chosen)]
    return [patch for patch in chosen if _in_text(sheet, patch, chosen)]


def _solid(patch: Patch) -> bool:
    """Not a header with print in it, a code, a photo, a letter, a coloured button."""
    clean = (
        patch.short <= 40 and patch.light <= 0.01 and patch.fill >= 0.96 and patch.ring >= 0.88
    )  # may be uneven inside: hatched, or ink shows through
    ragged = patch.holes <= 0.002 and patch.fill >= 0.85 and patch.light <= 0.08 and patch.spread <= 18  # strokes of a marker
    printed = (patch.clump > 0.13 or patch.letters >= 4) and not ragged and not patch.hatched
    flat = (
        patch.light <= 0.08 and patch.spread <= 45
        if patch.hatched
        else ragged or (patch.light <= 0.025 and patch.spread <= (42 if clean else 18))
    )
    return (
        flat
        and not printed
        and patch.fill >= (0.8 if patch.long > 2 * patch.short else 0.88)
        and patch.level <= 80
        and patch.saturation <= (60 if patch.level < 30 else 45)
    )


def _placed(sheet: Sheet, patch: Patch) -> bool:
    """Not a scan border, a dark slide, part of a picture or a flag."""
    page = sheet.page
    edge = 2.0 * sheet.unit / sheet.scale
    touches = (patch.box.x0 <= edge) + (patch.box.top <= edge) + (page.x1 - patch.box.x1 <= edge) + (page.bottom - patch.box.bottom <= edge)
    enough = 0.4 if patch.fill >= 0.985 and patch.light == 0 and patch.spread < 6 else 0.6  # a perfect rectangle may stand in a form's cell
    return not touches and patch.ring >= enough and patch.tinted <= 0.5 and patch.box.area <= 0.4 * page.area


def _shaped(sheet: Sheet, patch: Patch) -> bool:
    """Not a rule, a chart's column, a check box, a registration mark, a limb of a large letter."""
    page = sheet.page
    if patch.short < 5.5 or patch.box.width > (0.9 if patch.short <= 40 else 0.8) * page.width:  # wide and high: a banner
        return False
    if (patch.short < 8 and patch.long > 22 * patch.short) or (patch.short < 7.5 and patch.long < 30):
        return False
    if patch.part and (patch.long < 2.5 * patch.short or patch.short < 7):
        return False
    if patch.box.height > 1.15 * patch.box.width and patch.short < 60:
        return False
    if patch.long < 1.6 * patch.short:  # short words only: as high as a line at least, and not among colours
        square = patch.long < 1.25 * patch.short and patch.short < 16
        return patch.short >= 9 and patch.saturation <= 30 and not _among_colours(sheet, patch) and not (square and _ticked(sheet, patch))
    return patch.long >= 14


def _ticked(sheet: Sheet, patch: Patch) -> bool:
    """A filled check box: a square with its label to the right and nothing to the left."""
    unit, box = sheet.unit / sheet.scale, patch.box
    left = Box(box.x0 - 28 * unit, box.top, box.x0 - 1.5 * unit, box.bottom).intersect(sheet.page)
    if left.width < 4 * unit:
        return True
    rows, columns = sheet.window(left)
    return float((sheet.relative[rows, columns] < DARK + 40).mean()) < 0.02


def _among_colours(sheet: Sheet, patch: Patch) -> bool:
    """Palettes and flags."""
    rows, columns = sheet.window(patch.box.expand(14 * sheet.unit / sheet.scale))
    return float((sheet.saturation[rows, columns] > 70).mean()) > 0.08


def _mask_of_bars(sheet: Sheet, solid: Sequence[Patch]) -> npt.NDArray[np.bool_]:
    """True where a solid bar lies: many of them close together are a censored paragraph, not a code."""
    mask = np.zeros(sheet.gray.shape, np.bool_)
    for patch in solid:
        if patch.long >= 2 * patch.short:
            mask[sheet.window(patch.box.expand(1.2 * sheet.unit / sheet.scale))] = True
    return mask


def _crowded(sheet: Sheet, patch: Patch, bars: npt.NDArray[np.bool_]) -> bool:
    """Among much other dark or half-dark matter, as in codes and pictures: print on paper is mostly paper."""
    around = patch.box.expand(16 * sheet.unit / sheet.scale)
    rows, columns = sheet.window(around)
    relative, outside = sheet.relative[rows, columns], ~bars[rows, columns]
    inner_rows, inner_columns = sheet.window(patch.box.expand(2.0 * sheet.unit / sheet.scale))
    outside[
        max(0, inner_rows.start - rows.start) : inner_rows.stop - rows.start,
        max(0, inner_columns.start - columns.start) : inner_columns.stop - columns.start,
    ] = False
    values = relative[outside]
    if values.size < 30:
        return False
    return float((values < DARK).mean()) > 0.28 or float(((values > 120) & (values < 200)).mean()) > 0.22


def _goes_on(sheet: Sheet, patch: Patch) -> bool:
    """The solid end of a header with light print: beside it no column is bare paper, the bar goes on around the letters."""
    unit = sheet.unit / sheet.scale
    box = patch.box
    for x0, x1 in ((box.x0 - 9 * unit, box.x0 - 1.2 * unit), (box.x1 + 1.2 * unit, box.x1 + 9 * unit)):
        strip = Box(x0, box.top + 0.6 * unit, x1, box.bottom - 0.6 * unit).intersect(sheet.page)
        if strip.width < 3 * unit or strip.height < 3 * unit:
            continue
        rows, columns = sheet.window(strip)
        dark = (sheet.relative[rows, columns] < DARK + 20).mean(axis=0)
        if float(dark.min()) > 0.1 and float(dark.mean()) > 0.4:
            return True
    return False


def _separator_sheet(sheet: Sheet, patches: Sequence[Patch]) -> bool:
    """Patch codes: several thick bars along most of the page."""
    page = sheet.page
    tall = [p for p in patches if p.box.height > 0.55 * page.height and p.box.width < 0.08 * page.width]
    wide = [p for p in patches if p.box.width > 0.55 * page.width and p.box.height < 0.06 * page.height and p.fill > 0.9 and p.light < 0.03]
    columns = [p for p in tall if p.fill > 0.8]
    return len(columns) >= 3 or (len(columns) >= 2 and len(wide) >= 2)


def _one_of_a_code(patch: Patch, patches: Sequence[Patch]) -> bool:
    """Bar codes: several upright bars of the same height side by side. Matrix codes: several squares of one size close by."""
    reach = patch.box.expand(4.5 * patch.box.height)
    cells = [
        other
        for other in patches
        if other is not patch
        and other.box.intersect(reach).area > 0
        and 0.5 * patch.box.height <= other.box.width <= 1.25 * other.box.height
    ]
    if len(cells) >= 4 and patch.box.height < 0.05 * max(p.box.bottom for p in patches):
        return True
    if patch.box.width > 1.5 * patch.box.height:
        return False
    tolerance = 0.06 * patch.box.height
    twins = [
        other
        for other in patches
        if other is not patch
        and abs(other.box.top - patch.box.top) <= tolerance
        and abs(other.box.bottom - patch.box.bottom) <= tolerance
        and other.box.width < other.box.height
    ]
    return len(twins) >= 3


def _one_of_a_legend(sheet: Sheet, patch: Patch) -> bool:
    """Sample lines of growing thickness, all between the same two margins."""
    unit, box = sheet.unit / sheet.scale, patch.box
    if patch.short > 9:
        return False
    area = Box(box.x0, box.top - 70 * unit, box.x1, box.bottom + 70 * unit).intersect(sheet.page)
    rows, columns = sheet.window(area)
    full = (sheet.relative[rows, columns] < DARK).mean(axis=1) > 0.9
    edges = np.flatnonzero(np.diff(np.concatenate([[0], full.astype(np.int8), [0]])))
    thickness = (edges[1::2] - edges[::2]) / sheet.unit
    return len(thickness) >= 3 and float(thickness.min()) < 0.75 * patch.short


def _on_a_track(sheet: Sheet, patch: Patch) -> bool:
    """The done part of a progress bar: to its right an even grey of the same height goes on, with paper above and below."""
    unit, box = sheet.unit / sheet.scale, patch.box
    inset = 0.25 * box.height
    strip = Box(box.x1 + 2 * unit, box.top + inset, box.x1 + 2 * unit + 1.5 * box.height, box.bottom - inset).intersect(sheet.page)
    if strip.width < box.height or strip.height < unit:
        return False
    level, spread = _tone(sheet, strip)
    sides = [
        _tone(sheet, Box(strip.x0, edge, strip.x1, edge + 2.5 * unit).intersect(sheet.page))[0]
        for edge in (box.top - 4.5 * unit, box.bottom + 2 * unit)
    ]
    return 120 <= level <= 240 and spread <= 10 and min(sides) > level + 8


def _tone(sheet: Sheet, area: Box) -> tuple[float, float]:
    """Mean and standard deviation of the grey level over that of the paper."""
    values = sheet.relative[sheet.window(area)]
    return float(values.mean()), float(values.std())


def _among_swatches(sheet: Sheet, patch: Patch) -> bool:
    """Palettes, heat maps: two more solid boxes as wide stand in its row, in another grey or colour."""
    unit, box = sheet.unit / sheet.scale, patch.box
    band = Box(0.0, box.top + 1.5 * unit, sheet.page.x1, box.bottom - 1.5 * unit)
    if band.height < 3 * unit:
        return False
    rows, _ = sheet.window(band)
    grey, colour = sheet.relative[rows].astype(np.float32), sheet.saturation[rows].astype(np.float32)
    even = (grey.std(axis=0) < 12) & ((grey.mean(axis=0) < 232) | (colour.mean(axis=0) > 40))
    edges = np.flatnonzero(np.diff(np.concatenate([[0], even.astype(np.int8), [0]])))
    others = 0
    for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        x0, x1 = start / sheet.scale, end / sheet.scale
        if abs((x1 - x0) - box.width) > 0.15 * box.width or (x0 < box.x1 and x1 > box.x0):
            continue
        level, tint = float(grey[:, start:end].mean()), float(colour[:, start:end].mean())
        others += abs(level - patch.level) > 18 or abs(tint - patch.saturation) > 40
    return others >= 2


def _swallows(other: Patch, patch: Patch) -> bool:
    return other is not patch and patch.box.covered_by(other.box) > 0.9 and other.box.area > patch.box.area


def _in_text(sheet: Sheet, patch: Patch, chosen: Sequence[Patch]) -> bool:
    """Something is written on the same line, or right above or below: a blackout stands where print stood."""
    box, unit = patch.box, sheet.unit / sheet.scale
    reach = 60 * unit
    line = Box(box.x0 - reach, box.top, box.x1 + reach, box.bottom)
    block = Box(box.x0 - 10 * unit, box.top - 32 * unit, box.x1 + 10 * unit, box.bottom + 32 * unit)
    if any(other is not patch and other.box.intersect(block).area > 0 for other in chosen):
        return True
    return any(_written(sheet, area.intersect(sheet.page), box) for area in (line, block))


def _written(sheet: Sheet, area: Box, without: Box) -> bool:
    rows, columns = sheet.window(area)
    ink = sheet.relative[rows, columns] < DARK + 40
    inner_rows, inner_columns = sheet.window(without.expand(1.5 * sheet.unit / sheet.scale))
    mask = np.ones(ink.shape, np.bool_)
    mask[
        max(0, inner_rows.start - rows.start) : max(0, inner_rows.stop - rows.start),
        max(0, inner_columns.start - columns.start) : max(0, inner_columns.stop - columns.start),
    ] = False
    return int((ink & mask).sum()) >= 12 * sheet.unit * sheet.unit
