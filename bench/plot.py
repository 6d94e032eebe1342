"""The plot of a measurement, drawn by matplotlib in the peers' environment (the product does not need it)."""

from __future__ import annotations

import subprocess
from pathlib import Path

_DRAW = """
import json, sys
import matplotlib
matplotlib.use('Agg')
import matplotlib.pyplot as plt
rows = [r for r in json.load(open(sys.argv[1])) if r['f1'] is not None]
sets = list(dict.fromkeys(r['set'] for r in rows))
programs = list(dict.fromkeys(r['program'] for r in rows))
marks = dict(zip(programs, 'os^Dv<>p'))
figure, axes = plt.subplots(1, len(sets), figsize=(3.4 * len(sets), 3.6), squeeze=False)
for axis, name in zip(axes[0], sets):
    for program in programs:
        points = [(r['cpu_page'], r['f1']) for r in rows if (r['set'], r['program']) == (name, program)]
        if points:
            axis.scatter(*zip(*points), marker=marks[program], s=60, label=program)
    axis.set_xscale('log')
    axis.set_title(name)
    axis.set_xlabel('CPU seconds a page')
    axis.grid(alpha=0.3)
axes[0][0].set_ylabel('F1 of words')
axes[0][0].legend(fontsize=7, loc='lower left')
figure.tight_layout()
figure.savefig(sys.argv[2], dpi=110)
"""


def plot(python: Path, data: Path, target: Path) -> None:
    subprocess.run([python, "-c", _DRAW, data, target], check=True)
