"""`intake evaluate` and `intake train`: the figures are what they say, and a wrong file gets one sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer import Typer
from typer.testing import CliRunner

from fixtures.documents import find
from pipeline.cli import evaluate as evaluate_command
from pipeline.cli import train as train_command
from pipeline.errors import UsageError
from pipeline.evaluate import Answer, Row, evaluate, read_manifest
from pipeline.training import train_from
from pipeline.vocabulary import Grade


def answer(
    label: str,
    kind: str,
    grade: Grade = Grade.HIGH,
    *,
    also: tuple[str, ...] = (),
    blank: bool | None = None,
    called_blank: bool = False,
    leaky: bool = False,
    source: str = "a",
) -> Answer:
    return Answer(Row(Path("x.pdf"), label, also, blank, False, source), kind, grade, 0.9, called_blank, False, leaky, 0, True)


def test_strict_lenient_and_high_are_counted_apart() -> None:
    result = evaluate(
        [
            answer("client_invoice", "client_invoice"),
            answer("client_invoice", "not_evidence", also=("not_evidence",)),
            answer("schedule_c", "unknown", Grade.LOW, also=("unknown",)),
            answer("schedule_c", "schedule_c", Grade.MEDIUM),
        ]
    )
    assert result.summary["strict"] == 0.5
    assert result.summary["lenient"] == 0.75
    assert (result.summary["coverage"], result.summary["covered_right"]) == (0.75, 2 / 3)
    assert (result.summary["high_right"], result.summary["high_share"]) == (0.5, 0.5)
    assert ("client_invoice", "not_evidence", 1) in result.confusions


def test_blank_forms_are_scored_only_where_the_manifest_says() -> None:
    result = evaluate(
        [
            answer("schedule_c", "schedule_c", blank=True, called_blank=True),
            answer("schedule_c", "schedule_c", blank=False, called_blank=True),
            answer("schedule_c", "schedule_c", blank=None, called_blank=True),
        ]
    )
    assert (result.summary["blank_found"], result.summary["blank_false"]) == (1.0, 1.0)


def test_each_source_counts_alike() -> None:
    result = evaluate([answer("schedule_c", "schedule_c", source="a")] * 3 + [answer("schedule_c", "unknown", source="b")])
    assert result.summary["strict_mean_of_sources"] == 0.5


def test_photos_and_digital_files_have_figures_of_their_own(tmp_path: Path) -> None:
    manifest = tmp_path / "manifest.csv"
    manifest.write_text("file,label,kind\na.pdf,schedule_c,digital_pdf\nb.jpg,schedule_c,photo\nc.jpg,schedule_c,photo\n", encoding="utf-8")
    kinds = ("schedule_c", "schedule_c", "not_evidence")
    rows = zip(read_manifest(manifest), kinds, strict=True)
    result = evaluate(Answer(row, kind, Grade.HIGH, 0.9, False, False, False, 0, True) for row, kind in rows)
    assert result.sent_as == (("digital_pdf", 1, 1.0), ("photo", 2, 0.5))
    assert result.to_json()["sent_as"][1] == {"sent_as": "photo", "papers": 2, "strict": 0.5}


def test_redaction_labels_are_scored_as_such() -> None:
    result = evaluate([answer("leaky", "unknown", leaky=True), answer("leaky", "unknown"), answer("no_redaction", "unknown", leaky=True)])
    assert (result.summary["leaky_precision"], result.summary["leaky_recall"]) == (0.5, 0.5)
    assert "strict" not in result.summary


def test_a_manifest_with_an_unknown_label_is_refused_with_its_name(tmp_path: Path) -> None:
    manifest = tmp_path / "manifest.csv"
    manifest.write_text("file,label\na.pdf,invoicee\n", encoding="utf-8")
    with pytest.raises(UsageError, match="invoicee"):
        read_manifest(manifest)
    manifest.write_text("file,label\na.pdf,client_invoice\n", encoding="utf-8")
    assert [row.label for row in read_manifest(manifest)] == ["client_invoice"]


def test_a_file_that_is_no_samples_is_refused(tmp_path: Path) -> None:
    wrong = tmp_path / "samples.jsonl.gz"
    wrong.write_bytes(b"not gzip")
    app = Typer()
    train_command.register(app)
    result = CliRunner().invoke(app, [str(wrong), "--out", str(tmp_path)])
    assert isinstance(result.exception, UsageError)
    assert "python -m fixtures.training" in result.exception.message


@pytest.mark.slow
def test_training_on_a_few_samples_is_deterministic_and_writes_its_card(tmp_path: Path) -> None:
    from fixtures.training.reading import from_text_layer
    from fixtures.training.samples import sample, write

    layouts = [find("client_invoice/invoice/1"), find("schedule_c/schedule_c/1")]
    samples = tmp_path / "samples.jsonl.gz"
    assert write(samples, (sample(layout, 1, from_text_layer(layout.render(1)), "text_layer") for layout in layouts)) == 2
    cards = [train_from(samples, tmp_path / name, measure=False) for name in ("one", "two")]
    assert cards[0] == cards[1]
    assert (tmp_path / "one" / "voice.bin").read_bytes() == (tmp_path / "two" / "voice.bin").read_bytes()
    assert "2 wordings" in cards[0]


@pytest.mark.slow
def test_evaluating_a_folder_prints_figures_as_json(tmp_path: Path) -> None:
    for name, layout in (("a.pdf", "client_invoice/invoice/1"), ("b.pdf", "schedule_c/schedule_c/1")):
        (tmp_path / name).write_bytes(find(layout).render(3))
    (tmp_path / "manifest.csv").write_text("file,label\na.pdf,client_invoice\nb.pdf,schedule_c\n", encoding="utf-8")
    app = Typer()
    evaluate_command.register(app)
    result = CliRunner().invoke(app, [str(tmp_path / "manifest.csv"), "--json", "--jobs", "1"])
    assert result.exit_code == 0, result.output
    figures = json.loads(result.stdout)
    assert figures["summary"]["strict"] == 1.0
    assert {k["kind"] for k in figures["kinds"]} == {"client_invoice", "schedule_c"}
