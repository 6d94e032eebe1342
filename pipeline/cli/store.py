"""`intake setup-store`: the bucket, and its notification to the receiver."""

from __future__ import annotations

from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    @app.command("setup-store")
    def setup_store(
        endpoint: Annotated[str | None, typer.Option("--endpoint", help="Where the store reaches the receiver, http://HOST:PORT.")] = None,
        topic: Annotated[str | None, typer.Option("--topic", help="An existing notification target's ARN (AWS, older MinIO).")] = None,
        json: Annotated[bool, typer.Option("--json", help="Machine output.")] = False,
    ) -> None:
        """Make the bucket and have it tell the receiver about uploads."""
        from pipeline.cli._show import say, say_json
        from pipeline.settings import load_settings
        from pipeline.store import open_store
        from pipeline.store.setup import set_up

        settings = load_settings()
        done = set_up(open_store(settings), settings, endpoint=endpoint, topic=topic)
        if json:
            say_json({"schema": 1, "store": done.store, "bucket_made": done.bucket_made, "topic": done.topic})
        else:
            say(f"{done.store} is ready" + (f"; uploads are told to {done.topic}." if done.topic else "; uploads are found by looking."))
