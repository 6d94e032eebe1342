"""A wrong setting is refused with the name of its variable."""

import pytest

from pipeline.errors import ConfigurationError
from pipeline.settings import load_settings


def test_a_wrong_number_names_the_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTAKE_MAX_PAGES", "lots")
    with pytest.raises(ConfigurationError, match="INTAKE_MAX_PAGES"):
        load_settings()


def test_secrets_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTAKE_S3_SECRET_KEY", "topsecret")
    assert "topsecret" not in repr(load_settings())
