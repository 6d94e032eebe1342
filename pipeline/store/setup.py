"""Making a bucket ready: the bucket itself and the notification that tells the receiver about uploads.

Ceph takes a topic over the SNS call `CreateTopic` on its own endpoint; on AWS and older MinIO the target exists already
and is named by its ARN. A folder needs neither: it is watched.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from pipeline.errors import ConfigurationError, StoreUnreachable
from pipeline.settings import Settings
from pipeline.store.base import UPLOADS, Store
from pipeline.store.s3 import S3Store

TOPIC = "intake-uploads"
EVENTS = ["s3:ObjectCreated:*"]


@dataclass(frozen=True, slots=True)
class SetUp:
    """What was set up; `topic` is the notification target's ARN, None for a folder or where notifications stay off."""

    store: str
    bucket_made: bool
    topic: str | None


def set_up(store: Store, settings: Settings, endpoint: str | None = None, topic: str | None = None) -> SetUp:
    """Make the bucket and set its notification; safe to repeat. Raises ConfigurationError or StoreUnreachable."""
    if not isinstance(store, S3Store):
        store.check()
        return SetUp(store.name, False, None)
    if endpoint is not None and settings.events_secret is None:
        raise ConfigurationError("The receiver needs a shared secret before a store may send to it; set INTAKE_EVENTS_SECRET.")
    made = store.make_bucket()
    if topic is None and endpoint is not None:
        topic = _make_topic(store, settings, endpoint)
    if topic is not None:
        _notify(store, topic)
    return SetUp(store.name, made, topic)


def _make_topic(store: S3Store, settings: Settings, endpoint: str) -> str:
    """Make or renew the topic on Ceph; its ARN."""
    secret = settings.events_secret.get_secret_value() if settings.events_secret else ""
    target = endpoint.rstrip("/") + "/events"
    body = urlencode(
        {
            "Action": "CreateTopic",
            "Name": TOPIC,
            "Attributes.entry.1.key": "push-endpoint",
            "Attributes.entry.1.value": target,
            "Attributes.entry.2.key": "OpaqueData",
            "Attributes.entry.2.value": secret,
            "Attributes.entry.3.key": "persistent",
            "Attributes.entry.3.value": "true",
        },
        quote_via=quote,
    )
    answer = store.signed_post(body)
    start, end = answer.find("<TopicArn>"), answer.find("</TopicArn>")
    if start < 0 or end < 0:
        raise StoreUnreachable(f"The store {store.name} did not make a notification topic; give an existing one with --topic ARN.")
    return answer[start + len("<TopicArn>") : end]


def _notify(store: S3Store, topic: str) -> None:
    from minio.notificationconfig import NotificationConfig, PrefixFilterRule, QueueConfig, TopicConfig

    rule = PrefixFilterRule(f"{UPLOADS}/")
    if ":sqs:" in topic:
        queues = [QueueConfig(queue=topic, events=EVENTS, config_id=TOPIC, prefix_filter_rule=rule)]
        store.set_notification(NotificationConfig(queue_config_list=queues))
    else:
        topics = [TopicConfig(topic=topic, events=EVENTS, config_id=TOPIC, prefix_filter_rule=rule)]
        store.set_notification(NotificationConfig(topic_config_list=topics))
