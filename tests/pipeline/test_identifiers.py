"""Tax and registration numbers: schemes, checksums, masks, and agreement by what can be seen."""

from __future__ import annotations

import pytest

from pipeline.identifiers import Standing, find_identifiers, mask, parse_identifier, same_identifier, visible_digits


@pytest.mark.parametrize(
    ("text", "label", "scheme", "standing"),
    [
        ("46-3342480", "", "us.ein", Standing.PLAUSIBLE),
        ("463342480", "EIN", "us.ein", Standing.PLAUSIBLE),
        ("07-1234567", "EIN", "us.ein", Standing.IMPLAUSIBLE),
        ("27AAPFU0939F1ZV", "GSTIN", "in.gstin", Standing.VALID),
        ("27AAPFU0939F1ZA", "GSTIN", "in.gstin", Standing.IMPLAUSIBLE),
        ("53 004 085 616", "ABN", "au.abn", Standing.VALID),
        ("GB 502 4728 17", "", "gb.vat", Standing.VALID),
        ("502472817", "VAT registration number", "gb.vat", Standing.VALID),
        ("11.222.333/0001-81", "CNPJ", "br.cnpj", Standing.VALID),
        ("DE136695976", "USt-IdNr.", "eu.vat", Standing.VALID),
        ("CHE-116.281.710", "MWST", "ch.uid", Standing.VALID),
        ("XX-XXX6789", "EIN", "us.ein", Standing.UNKNOWN),
    ],
)
def test_a_number_belongs_to_a_scheme(text: str, label: str, scheme: str, standing: Standing) -> None:
    (found,) = find_identifiers(text, label)
    assert (found.scheme, found.standing) == (scheme, standing)


def test_an_ein_is_never_called_valid() -> None:
    assert all(f.standing is not Standing.VALID for f in find_identifiers("12-3456789 46-3342480", "EIN"))


@pytest.mark.parametrize("text", ["502472817", "53 004 085 616", "07-1234567"])
def test_a_common_shape_needs_its_label(text: str) -> None:
    assert find_identifiers(text) == []


def test_a_mexican_rfc_must_have_its_check_digit() -> None:
    assert [f.standing for f in find_identifiers("GODE561231GR8", "RFC")] == [Standing.VALID]
    assert [f.standing for f in find_identifiers("GODE561231GR9", "RFC")] == [Standing.IMPLAUSIBLE]


def test_any_other_number_is_taken_as_printed() -> None:
    found = parse_identifier("No. UACB/R2502/104 of the register")
    assert found is not None
    assert (found.value, found.scheme) == ("UACB/R2502/104", None)
    assert parse_identifier("none") is None


@pytest.mark.parametrize("text", ["XX-XXX6789", "xx-xxx6789", "**-***6789", "██-███6789", "##-###6789"])
def test_masks_of_all_sorts_are_one(text: str) -> None:
    assert mask(text) == "**-***6789"
    assert visible_digits(text) == "*****6789"


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("12-3456789", "123456789", True),
        ("12-3456789", "12-3456788", False),
        ("XX-XXX6789", "12-3456789", True),
        ("XX-XXX6788", "12-3456789", False),
        ("XX-XXX6789", "12-XXXXXXX", None),
        ("*6789", "12-3456789", True),
        ("6789", "12-3456789", True),
        ("GB 502 4728 17", "502472817", True),
        ("**-*****89", "12-3456789", None),
        ("XX-XXX6789", "**-***6789", True),
    ],
)
def test_numbers_agree_by_what_both_show(a: str, b: str, same: bool | None) -> None:
    assert same_identifier(a, b) is same
    assert same_identifier(b, a) is same
