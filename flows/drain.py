"""`drain-uploads`: claim what waits and work it off, one run of `process-case` per case, named after the case.

Any number of these may run at once, on any machine: the registry gives each case to one of them.
"""

from __future__ import annotations

import threading

from prefect import flow
from prefect.client.orchestration import get_client
from prefect.context import TagsContext
from prefect.flow_engine import run_flow
from prefect.runtime import flow_run
from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings
from prefect.states import Pending

from flows.parts import FlowFailed, fail, service
from flows.publish import label_run, name_run, publish_due, publish_queue, publish_sheet
from pipeline.errors import DiskFull, RegistryUnreachable, StoreUnreachable
from pipeline.registry.model import Claim

_IN_HAND: dict[str, Claim] = {}
"""Claims of this process: a flow's parameters are ids only."""
_AWAY = frozenset(error.code for error in (StoreUnreachable, RegistryUnreachable, DiskFull))
stopping = threading.Event()
"""Set when the process is asked to end: the case in hand is finished, no other is claimed."""


@flow(name="process-case", persist_result=False, log_prints=False)
def process_case(case_id: str) -> str:
    """Read a case's new uploads, propose a verdict, write the review sheet; the verdict's name."""
    outcome = service().process(_IN_HAND[case_id])
    if outcome.error_code is not None:
        fail(case_id, outcome.error_code)
    view = publish_sheet(case_id)
    label_run(view)
    return view.row.verdict or view.row.state.value


@flow(name="drain-uploads", persist_result=False, log_prints=False)
def drain_uploads(sweep: bool = True) -> dict[str, int]:
    """Work off everything that waits; how many cases ended how. `sweep` lists the store's uploads first.

    Ends early where the store or the registry is away: the next drain goes on, and the list of runs is not filled with failed ones.
    """
    if sweep:
        service().sweep()
    ended: dict[str, int] = {}
    with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):  # a run with a heartbeat waits up to a second for its end
        while not stopping.is_set() and "away" not in ended and (claims := service().claim()):
            for claim in claims:
                result = _one(claim)
                ended[result] = ended.get(result, 0) + 1
    written = publish_due()
    if ended or written:
        publish_queue()
        cases = sum(ended.values())
        name_run(f"drain · {cases} case" + "s" * (cases != 1))
    return ended


def _one(claim: Claim) -> str:
    _IN_HAND[claim.case_id] = claim
    try:
        return _as_run(claim.case_id)
    except FlowFailed as error:  # the registry knows when to try again, or that a person must look
        return "away" if error.code in _AWAY else "failed"
    except BaseException:  # Prefect is away: the next drain takes the case, and writes the sheet where only that is missing
        service().give_back(claim)
        raise
    finally:
        _IN_HAND.pop(claim.case_id, None)


def _as_run(case_id: str) -> str:
    """`process_case` as a run tagged with its drain. A subflow would cost Prefect a task run, a search and a client of its own per case."""
    parameters = {"case_id": case_id}
    tags = {*TagsContext.get().current_tags, drain_tag(flow_run.id)}
    with get_client(sync_client=True) as client:
        made = client.create_flow_run(process_case, name=case_id, parameters=parameters, tags=tags, state=Pending())
    return str(run_flow(process_case, flow_run=made, parameters=parameters))


def drain_tag(run_id: object) -> str:
    """What a drain's runs of cases are found by."""
    return f"drain:{run_id}"
