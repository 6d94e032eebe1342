"""`intake submit`: upload files of a case into the store, as the upload page would."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    @app.command()
    def submit(
        case_id: Annotated[str, typer.Argument(help="The case the files belong to.")],
        files: Annotated[list[Path], typer.Argument(help="Documents: PDF or picture.")],
        case: Annotated[Path | None, typer.Option("--case", help="The case's case.json, for a case that is not registered yet.")] = None,
        json: Annotated[bool, typer.Option("--json", help="Machine output.")] = False,
    ) -> None:
        """Upload documents into the configured object store; the running system picks them up."""
        from pipeline.case_file import load_case
        from pipeline.cli._show import say, say_json
        from pipeline.errors import UsageError
        from pipeline.settings import load_settings
        from pipeline.store import CASE_FILE, open_store, upload_key

        planned = {upload_key(case_id, path.name): path for path in files}
        if len(planned) < len(files):
            raise UsageError("Two of the files have the same name; rename one.")
        for path in [*files, *([case] if case else [])]:
            if not path.is_file():
                raise UsageError(f"{path} is not a file; check the path.")
        if upload_key(case_id, CASE_FILE) in planned:
            raise UsageError("case.json is the case's own file; give it with --case.")
        if case is not None:
            if load_case(case).case_id != case_id:
                raise UsageError(f"{case} is about another case; its case_id must be {case_id}.")
            planned[upload_key(case_id, CASE_FILE)] = case  # last: a new case starts when its papers are there
        store = open_store(load_settings())
        for key, path in planned.items():
            found = store.put(key, path)
            if json:
                say_json({"schema": 1, "case_id": case_id, "file": path.name, "key": found.key, "bytes": found.size})
            else:
                say(f"{path.name} → {store.name}/{found.key}")
