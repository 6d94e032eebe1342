"""Names that stand alone on a line between solemn words: "This is to certify that / JANE DOE / has successfully completed …".

Words that open the name come on the line above it or before it on its own line, words that close it begin the line below it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

from pipeline.dates import plain
from pipeline.fields.layout import Line, PageLayout
from pipeline.fields.lexicon import Lexicon
from pipeline.fields.search import Found, found_in
from pipeline.fields.values import Context, parse_value

__all__ = ["ceremonial"]

_OPENS = re.compile(
    r"(?:(?:this is to |this |hereby |we |is )*(?:certif(?:y|ies)|acknowledges?|confirms?|attests?|declares?)(?: that)?|"
    r"be it known that|know all[^.]*that|"
    r"(?:is |are |was |has been |be )?(?:hereby )?(?:proudly )?"
    r"(?:awarded|presented|granted|issued|conferred|licensed|given)(?: up)?(?: ?(?:to|on|upon))|"
    r"(?:hereby )?(?:licenses|authorizes|authorises|permits)|permission is (?:hereby )?granted to|"
    r"hiermit (?:wird )?(?:bescheinig[a-z]+|bestatig[a-z]+|bezeug[a-z]+)[^.]{0,20}(?:dass)?|(?:verliehen|erteilt) an|"
    r"(?:nous )?(?:certifie|certifions|atteste|attestons)(?: que)?|decerne a|delivre a|est (?:decerne|delivre|attribue)e? a|"
    r"(?:se )?certifica(?: que)?|(?:otorgado|concedido|expedido|otorga[^.]{0,30}|concede[^.]{0,30}) a|"
    r"certificamos que|(?:conferido|outorgado|concedido) a|"
    r"(?:si )?(?:certifica|attesta)(?: che)?|(?:conferito|rilasciato) a|"
    r"(?:hierbij )?(?:verklaart|verklaren)[^.]{0,12}(?:dat)?|uitgereikt aan|verleend aan|toegekend aan)\s*:?$"
)
_CLOSES = re.compile(
    r"(?:has|have|having|was|is|hat|a|ha|heeft|tem)\s+(?:(?:hereby|this day|today|been|duly|satisfactorily|"
    r"successfully|fully|erfolgreich|con exito|avec succes|suivi|com exito|con successo|met goed gevolg)\s+)*"
    r"(?:been|completed?|fulfilled|met|satisfied|passed|earned|attained|"
    r"achieved|demonstrated|complied|certified|licensed|registered|recogni[sz]ed|granted|awarded|admitted|authori[sz]ed|qualified|appointed|"
    r"teilgenommen|bestanden|absolviert|abgelegt|reussi|obtenu|satisfait|completado|superado|aprobado|obtenido|concluid[oa]|obtido|"
    r"superato|completato|conseguito|voldaan|behaald|afgerond|incorporated|formed|organized)\b"
)


def ceremonial(layout: PageLayout, words: Lexicon, context: Context) -> list[Found]:
    """The names that solemn words set apart on a page, for the kind's holder; a blackout in such a place is a name withheld."""
    role = next((r for r in words.subject if r in words.roles), None)
    if role is None or "ceremony" not in words.rules:
        return []
    return list(_found(layout, role, context))


def _found(layout: PageLayout, role: str, context: Context) -> Iterator[Found]:
    for line, after in zip_longest(layout.lines, layout.lines[1:]):
        opened = bool(_OPENS.search(plain(line.text).strip(" .,…")))
        if (opened and after is not None and (found := _name(layout, after, role, context, 0.95))) or (
            after is not None and _CLOSES.match(plain(after.text).strip()) and (found := _name(layout, line, role, context, 0.93))
        ):
            yield found


def _name(layout: PageLayout, line: Line, role: str, context: Context, score: float) -> Found | None:
    """The line as a name, if it is nothing else: one cell, few words, nothing behind the name."""
    if len(line.cells) != 1 or len(line.cells[0].tokens) > 9:
        return None
    parsed = parse_value("name", line.cells[0], context)
    if parsed is None or parsed.start > 4:
        return None
    rest = line.cells[0].text[parsed.end :]
    return found_in(role, parsed, line.cells[0], score * (1.0 if len(rest) <= 6 else 0.8), "ceremony")
