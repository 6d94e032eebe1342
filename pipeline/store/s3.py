"""Any S3-compatible store through the minio client: AWS S3, Ceph RGW, Garage, SeaweedFS, RustFS, older MinIO.

Only plain S3 calls. Timeouts and tries are bounded, so that a store that is away is noticed within seconds.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar
from urllib.parse import urlsplit

from pipeline.errors import ConfigurationError, IntakeError, NotFound, StoreUnreachable, TooLargeInput
from pipeline.settings import Settings
from pipeline.store.base import StoredObject, checked_key

if TYPE_CHECKING:
    from minio import Minio
    from minio.notificationconfig import NotificationConfig

T = TypeVar("T")
_DENIED = {"AccessDenied", "InvalidAccessKeyId", "SignatureDoesNotMatch"}
_MISSING = {"NoSuchKey", "NoSuchObject", "NoSuchVersion"}


class S3Store:
    """Objects in one bucket."""

    def __init__(self, client: Minio, bucket: str, address: str) -> None:
        self.client = client
        self.bucket = bucket
        self.name = address

    @classmethod
    def from_settings(cls, settings: Settings) -> Self:
        """Raises ConfigurationError for an address that is not `s3://HOST:PORT/BUCKET` or where a key is missing."""
        from minio import Minio
        from urllib3 import PoolManager, Retry, Timeout

        address = settings.store or ""
        parts = urlsplit(address)
        bucket = parts.path.strip("/")
        if parts.scheme != "s3" or not parts.netloc or not bucket or "/" in bucket:
            raise ConfigurationError("INTAKE_STORE is not usable: give it as s3://HOST:PORT/BUCKET, or leave it out for a local folder.")
        if parts.username or parts.password:
            raise ConfigurationError("INTAKE_STORE must not hold a key; use INTAKE_S3_ACCESS_KEY and INTAKE_S3_SECRET_KEY.")
        if not settings.s3_access_key or not settings.s3_secret_key:
            raise ConfigurationError("The store's keys are missing; set INTAKE_S3_ACCESS_KEY and INTAKE_S3_SECRET_KEY.")
        pool = PoolManager(
            timeout=Timeout(connect=3, read=30),
            maxsize=16,
            retries=Retry(total=2, backoff_factor=0.2, status_forcelist=(500, 502, 503, 504)),
        )
        try:
            client = Minio(
                parts.netloc,
                access_key=settings.s3_access_key,
                secret_key=settings.s3_secret_key.get_secret_value(),
                secure=settings.s3_secure,
                region=settings.s3_region,
                http_client=pool,
            )
        except ValueError:
            raise ConfigurationError("INTAKE_STORE is not usable: HOST:PORT is not an address.") from None
        return cls(client, bucket, f"s3://{parts.netloc}/{bucket}")

    def put(self, key: str, data: bytes | Path) -> StoredObject:
        checked_key(key)
        if isinstance(data, Path):
            self._call(lambda: self.client.fput_object(self.bucket, key, str(data)))
        else:
            self._call(lambda: self.client.put_object(self.bucket, key, io.BytesIO(data), len(data)))
        found = self.stat(key)
        if found is None:
            raise StoreUnreachable(f"The store {self.name} took an object and does not show it; try again.")
        return found

    def get(self, key: str, limit: int | None = None) -> bytes:
        content, _ = self._read(key, limit)
        return content

    def fetch(self, key: str, target: Path, limit: int | None = None) -> StoredObject:
        content, found = self._read(key, limit)
        target.write_bytes(content)
        return found

    def _read(self, key: str, limit: int | None) -> tuple[bytes, StoredObject]:
        """An object and what the answer's head says of it. Raises TooLargeInput before more than `limit` bytes are held."""

        def read() -> tuple[bytes, Mapping[str, str]]:
            response = self.client.get_object(self.bucket, checked_key(key))
            try:
                if limit is not None and int(response.headers.get("Content-Length", 0)) > limit:
                    raise TooLargeInput
                data: bytes = response.read() if limit is None else response.read(limit + 1)
                return data, dict(response.headers.items())
            finally:
                response.close()
                response.release_conn()

        content, head = self._call(read)
        if limit is not None and len(content) > limit:
            raise TooLargeInput
        return content, _of_head(key, len(content), head)

    def stat(self, key: str) -> StoredObject | None:
        try:
            found = self._call(lambda: self.client.stat_object(self.bucket, checked_key(key)))
        except NotFound:
            return None
        return _described(key, found)

    def list(self, prefix: str) -> Iterator[StoredObject]:
        def page() -> list[Any]:
            return list(self.client.list_objects(self.bucket, prefix=checked_key(prefix) + "/", recursive=True))

        for found in self._call(page):
            if found.object_name and not found.is_dir:
                yield _described(found.object_name, found)

    def delete(self, key: str) -> bool:
        if self.stat(key) is None:
            return False
        self._call(lambda: self.client.remove_object(self.bucket, key))
        return True

    def presigned(self, key: str, seconds: int) -> str:
        """A link that lets its holder read one object for a while; for operators, never for an original on a sheet."""
        url: str = self._call(lambda: self.client.presigned_get_object(self.bucket, checked_key(key), timedelta(seconds=seconds)))
        return url

    def make_bucket(self) -> bool:
        """Make the bucket; False where it is there already."""
        if self._call(lambda: self.client.bucket_exists(self.bucket)):
            return False
        self._call(lambda: self.client.make_bucket(self.bucket))
        return True

    def set_notification(self, config: NotificationConfig) -> None:
        """Replace the bucket's notifications by these."""
        self._call(lambda: self.client.set_bucket_notification(self.bucket, config))

    def signed_post(self, body: str) -> str:
        """POST a form to the store's own endpoint (Ceph speaks SNS there), signed like any request; the answer's text."""
        from hashlib import sha256
        from urllib.parse import SplitResult

        from minio.signer import sign_v4_s3
        from minio.time import to_amz_date

        provider = self.client._provider
        if provider is None:
            raise ConfigurationError("The store's keys are missing; set INTAKE_S3_ACCESS_KEY and INTAKE_S3_SECRET_KEY.")
        data, now = body.encode(), datetime.now(UTC)
        digest = sha256(data).hexdigest()
        url: SplitResult = self.client._base_url._url._replace(path="/")

        def post() -> str:
            headers: dict[str, Any] = {
                "Host": url.netloc,
                "Content-Type": "application/x-www-form-urlencoded",
                "x-amz-date": to_amz_date(now),
                "x-amz-content-sha256": digest,
            }
            signed = sign_v4_s3(
                method="POST",
                url=url,
                region=self.region,
                headers=headers,
                content_sha256=digest,
                date=now,
                credentials=provider.retrieve(),
            )
            answer = self.client._http.request("POST", url.geturl(), body=data, headers={k: str(v) for k, v in signed.items()})
            text: str = answer.data.decode("utf-8", "replace")
            if answer.status >= 300:
                raise StoreUnreachable(f"The store {self.name} refused to make a topic (HTTP {answer.status}); check the keys' rights.")
            return text

        return self._call(post)

    @property
    def region(self) -> str:
        """The bucket's region, asked once."""
        found: str = self._call(lambda: self.client._get_region(self.bucket))
        return found

    def check(self) -> None:
        if not self._call(lambda: self.client.bucket_exists(self.bucket)):
            raise StoreUnreachable(f"The bucket {self.bucket} does not exist in {self.name}; make it with: intake setup-store")

    def _call(self, action: Callable[[], T]) -> T:
        from minio.error import MinioException, S3Error
        from urllib3.exceptions import HTTPError

        try:
            return action()
        except S3Error as error:
            raise self._refused(str(error.code)) from None
        except (MinioException, HTTPError, OSError):
            raise StoreUnreachable(f"The store {self.name} cannot be reached; check INTAKE_STORE and that it runs.") from None

    def _refused(self, code: str) -> IntakeError:
        if code in _MISSING:
            return NotFound("The object is not in the store.")
        if code == "NoSuchBucket":
            return StoreUnreachable(f"The bucket {self.bucket} does not exist in {self.name}; make it with: intake setup-store")
        if code in _DENIED:
            return StoreUnreachable(f"The store {self.name} refuses the keys; check INTAKE_S3_ACCESS_KEY and INTAKE_S3_SECRET_KEY.")
        return StoreUnreachable(f"The store {self.name} answered {code}; try again.")


def _of_head(key: str, size: int, head: Mapping[str, str]) -> StoredObject:
    named = {name.lower(): value for name, value in head.items()}
    changed = parsedate_to_datetime(named["last-modified"]) if "last-modified" in named else datetime.now(UTC)
    return StoredObject(key, named.get("etag", "").strip('"'), size, changed.astimezone(UTC))


def _described(key: str, found: Any) -> StoredObject:
    changed = found.last_modified or datetime.now(UTC)
    return StoredObject(key, str(found.etag or "").strip('"'), int(found.size or 0), changed.astimezone(UTC))
