"""Address blocks: lines under one another that end in a town, the first of them a name. Letters and invoices name people so.

Bright Pixel LLC          name
12 Harbour Street         street
Portland, OR 97230        town with a postal code
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.fields.layout import BLACK, Cell, PageLayout
from pipeline.fields.name_text import is_numbered_title
from pipeline.fields.search import Found, found_in
from pipeline.fields.values import Parsed, clean_name
from redaction.geometry import Box, bounding

__all__ = ["AddressBlock", "address_blocks", "is_return_line"]

TOWN = re.compile(
    r"(?:^|[\s,])(?:[A-Z]{2}\.?,? [0-9]{5}(?:-[0-9]{4})?|(?:[A-Z]{1,2}-)?[0-9]{4,5} ?[A-ZÀ-Ý][A-Za-zÀ-ÿ0-9.'-]+|"
    r"[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2}|[0-9]{4} ?[A-Z]{2}\b|[A-Z][0-9][A-Z] ?[0-9][A-Z][0-9]|"
    r"[A-Za-z .-]+,? [0-9]{6}|^[A-Z][A-Za-z .'-]{2,30},? [0-9]{4}$|"
    r"[0-9]{5}-[0-9]{3}|(?:NSW|VIC|QLD|WA|SA|TAS|ACT|NT) [0-9]{4}|C\.?P\.? ?[0-9]{5}|[0-9]{4}-[0-9]{3})(?:$|"
    r"[\s,.])"
)
STREET = re.compile(
    r"(?:^[0-9]{1,6}[A-Za-z]?[\s,]|[\s,]#?[0-9]{1,5}[a-zA-Z]?(?:[-/][0-9]+)?$|\b(?:street|st\.|avenue|ave|road|rd|"
    r"blvd|boulevard|parkway|pkwy|highway|hwy|terrace|circle|square|drive|lane|suite|p\.?\s?o\.?\s?box|"
    r"stra(?:ß|ss)e|str\.|weg|platz|rue|calle|avenida|rua|via|laan|straat|floor|court|way)\b)",
    re.IGNORECASE,
)


_WORD = re.compile(rf"\w|{BLACK}")
_ATTENTION = re.compile(r"(?:attn|attention|c/o|z\.? ?hd\.?|zu h[äa]nden|à l['’]attention|a/c|t\.a\.v\.)\b", re.IGNORECASE)
_SALUTATION = re.compile(
    r"(?:mr|mrs|ms|miss|dr|herrn?|frau|firma|mme|m|mlle|sra?|an|to|die firma|einschreiben|persönlich|"
    r"private (?:and|&) confidential)\.?:?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class AddressBlock:
    """The name line of an address, parsed, or blacked out (`name.value` None), and where the block stands."""

    name: Parsed
    cell: Cell
    box: Box
    second: Cell | None = None
    """A second line between the name and the street, such as a trade name."""
    windowed: bool = False
    """Whether the sender's address stands in one line above it: it is the addressee's."""

    def found(self, role: str, score: float) -> Found:
        return found_in(role, self.name, self.cell, score, "address")


_ONE_LINE = re.compile(
    r"[A-Za-zÀ-ÿ].{2,}?[\s,]+(?:[0-9]{1,5}[a-zA-Z]?[\s,·•●|]+(?:[A-Z]{1,2}-)?[0-9]{4,5} [A-ZÀ-Ý]|"
    r"[0-9]{1,5} [A-Za-zÀ-ÿ].*[ ,][A-Z]{2},? [0-9]{5})"
)
_STREET_FIRST = re.compile(r"(?:[0-9]{1,6}[a-zA-Z]?,? [A-Za-zÀ-ÿ]|(?:[^\s,·•●|]+ ){1,3}[0-9]{1,5}[a-zA-Z]?,)")


_LEAST_WORDS_OF_A_SENDER = 3
_SMALL = 0.85


def is_return_line(text: str) -> bool:
    """Whether the words are a name with its whole address in one line, as above the window of an envelope."""
    return bool(_ONE_LINE.match(text)) and not _STREET_FIRST.match(text)


def _is_small_return_line(line: Cell, below: Cell) -> bool:
    """The same by its looks, smaller than what follows: the name runs into the street ("Katrin Vogel Lindenweg 4, 04229 Leipzig")."""
    before_number = re.match(r"[^0-9]*", line.text)
    words = before_number[0].split() if before_number else []
    return bool(_ONE_LINE.match(line.text)) and len(words) >= _LEAST_WORDS_OF_A_SENDER and line.height < _SMALL * below.height


def _street_and_town(text: str) -> bool:
    street, comma, town = text.rpartition(", ")
    place = bool(comma) and "," not in street and 1 <= len(street.split()) <= 5 and re.match(r"(?:[A-Z]{1,2}-)?[0-9]{4,6} [A-ZÀ-Ý]", town)
    return bool(place) or bool(_STREET_FIRST.match(text) and TOWN.search(text) and STREET.search(text))


def _parts(text: str) -> bool:
    """Whether a line stands between what is above it and an address below: a rule, a title with its number, a label with its value."""
    labelled = re.match(r"[^:]{2,30}:\s+\S.*[0-9]", text) is not None and not _ATTENTION.match(text)
    return not _WORD.search(text) or is_numbered_title(text) or labelled


def _is_town(text: str) -> bool:
    if is_return_line(text) or not TOWN.search(text):
        return False
    return _street_and_town(text) or not (re.match(r"[0-9]", text) and STREET.search(text[5:]))


def _aligned(above: Box, below: Box, letter: float) -> bool:
    """Whether two lines begin, end or have their middle at the same place."""
    left, right = abs(above.x0 - below.x0), abs(above.x1 - below.x1)
    middle = abs(above.centre[0] - below.centre[0])
    return left < 2.5 * letter or right < 1.2 * letter or middle < 1.2 * letter


def _columns(page: PageLayout) -> list[list[Cell]]:
    """Runs of cells under one another, set left, right or centred."""
    runs: list[list[Cell]] = []
    for cell in page.cells:
        for run in reversed(runs[-60:]):
            last = run[-1]
            if _aligned(last.box, cell.box, page.letter) and -0.3 * page.row < cell.box.top - last.box.bottom < 1.9 * page.row:
                run.append(cell)
                break
        else:
            runs.append([cell])
    return runs


def address_blocks(page: PageLayout, share: float = 0.5) -> Sequence[AddressBlock]:
    """Addresses in the upper part of a page (`share` of its height), in reading order."""
    blocks: list[AddressBlock] = []
    for run in _columns(page):
        start = 0
        for index, cell in enumerate(run):
            if cell.box.top > share * page.height or not _is_town(cell.text) or (index == start and len(run) < 2):
                continue
            if index + 1 < len(run) and _is_small_return_line(cell, run[index + 1]):
                continue
            if re.match(r"[0-9]", cell.text) and index + 1 < len(run) and _is_town(run[index + 1].text):
                continue  # a house number of four or five digits looks like a postal code; the line below is the town
            returns = (i for i in range(start, index) if is_return_line(run[i].text) or _is_small_return_line(run[i], run[i + 1]))
            first = max((i + 1 for i in returns), default=start)
            parts = (i for i in range(start, index) if _parts(run[i].text))
            parted = max((i + 1 for i in parts), default=start)
            lines = [c for c in run[max(first, parted, index - 5) : index] if not _SALUTATION.fullmatch(c.text.strip())][-4:]
            streets = (
                STREET.search(line.text) and not _ATTENTION.match(line.text) and not line.text.rstrip().endswith(":") for line in lines
            )
            street = next((i for i, is_street in enumerate(streets) if is_street), None)
            if street is None and lines and _street_and_town(cell.text):  # both in one line
                lines = lines[-2:] if len(lines) > 1 and clean_name(lines[-2].text) else lines[-1:]
                street = len(lines)
            if street:
                head = lines[0] if street <= 2 else lines[street - 1]
                if head.text.rstrip().endswith(":") and street > 1:
                    head = lines[1]
                parsed = Parsed(None, 0, 1, 1.0) if head.text.startswith(BLACK) else clean_name(head.text)
                if parsed and parsed.start <= 8:
                    blocks.append(
                        AddressBlock(
                            parsed,
                            head,
                            bounding(c.box for c in [*lines, cell]) or head.box,
                            lines[1] if street == 2 and head is lines[0] else None,
                            first > start,
                        )
                    )
            start = index + 1
    return blocks
