"""The same promises, kept on real servers: stores on Ceph's gateway, registries on PostgreSQL."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest
from pydantic import SecretStr

from pipeline.errors import ConfigurationError, StoreUnreachable
from pipeline.registry import Registry, open_registry
from pipeline.settings import Settings
from pipeline.store import Store
from pipeline.store.s3 import S3Store
from pipeline.store.setup import set_up
from tests.contract.registry import Clock, RegistryContract
from tests.contract.store import StoreContract
from tests.integration.servers import Gateway, Postgres

pytestmark = pytest.mark.integration


class TestS3Store(StoreContract):
    @pytest.fixture
    def store(self, gateway: Gateway) -> Store:
        return gateway.store(f"b-{uuid.uuid4().hex[:12]}")


class TestPostgres(RegistryContract):
    @pytest.fixture
    def registry(self, postgres: Postgres, clock: Clock) -> Iterator[Registry]:
        registry = open_registry(Settings(database_url=postgres.database()), clock)
        yield registry
        registry.close()


def test_setting_up_twice_is_setting_up_once(gateway: Gateway) -> None:
    settings = Settings(
        store=f"s3://127.0.0.1:{gateway.port}/b-{uuid.uuid4().hex[:12]}",
        s3_access_key="intakekey",
        s3_secret_key=SecretStr("intakesecret"),
        s3_secure=False,
        s3_region="default",
        events_secret=SecretStr("s"),
    )
    store = S3Store.from_settings(settings)
    with pytest.raises(StoreUnreachable, match="intake setup-store"):
        store.check()
    first = set_up(store, settings, endpoint="http://127.0.0.1:9/")
    again = set_up(store, settings, endpoint="http://127.0.0.1:9/")
    assert (first.bucket_made, again.bucket_made, first.topic) == (True, False, again.topic)
    [topic] = store.client.get_bucket_notification(store.bucket).topic_config_list
    assert topic.topic == first.topic
    store.check()


def test_an_endpoint_needs_a_secret(gateway: Gateway) -> None:
    store = gateway.store(f"b-{uuid.uuid4().hex[:12]}")
    with pytest.raises(ConfigurationError, match="INTAKE_EVENTS_SECRET"):
        set_up(store, Settings(), endpoint="http://127.0.0.1:9/")


def test_wrong_keys_are_told_apart_from_a_store_that_is_away(gateway: Gateway) -> None:
    gateway.store("b-keys")
    wrong = Settings(
        store=f"s3://127.0.0.1:{gateway.port}/b-keys",
        s3_access_key="intakekey",
        s3_secret_key=SecretStr("wrong"),
        s3_secure=False,
        s3_region="default",
    )
    with pytest.raises(StoreUnreachable, match="refuses the keys"):
        S3Store.from_settings(wrong).check()


def test_a_presigned_link_opens_one_object(gateway: Gateway) -> None:
    import httpx

    store = gateway.store(f"b-{uuid.uuid4().hex[:12]}")
    store.put("uploads/c-1/a b.pdf", b"content")
    assert httpx.get(store.presigned("uploads/c-1/a b.pdf", 60)).content == b"content"
