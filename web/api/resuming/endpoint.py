"""``/resume/…``: somebody who has a signed link makes a waiting node run go on, without an account."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from commands.errors import NotFound, NotPossible
from commands.execution_data import ABSENT
from commands.load_workflow import load_workflow
from commands.resume_execution import resume_execution
from commands.waiting_runs import load_waiting
from domain.tape import Cause, Recorded
from web.api.ports import Link
from web.api.problems import Problem, Refusal
from web.api.resuming.page import asking, said
from web.api.services import Services, services_of
from web.api.webhooks.incoming import body_of, item_of
from web.api.webhooks.response import json_answer, sandboxed

USED = "this link has been used, or the workflow has gone on without it"


class ResumeEndpoint:
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        try:
            response = await _answer(services_of(request), request)
        except Refusal as refusal:
            response = _refused(request, refusal)
        await response(scope, receive, send)


async def _answer(services: Services, request: Request) -> Response:
    link = services.links.read(_token(request))
    if link is None:
        raise _unknown()
    first = await _requested(services, link.execution_id)
    if link.until is not None and link.until < services.context.clock.now():
        raise Refusal(410, "link_expired", "this link has expired; the workflow has gone on without it")
    if link.action == "webhook":
        item = await item_of(request, {})
        await _resume(services, request, link, first, item)
        return json_answer({"execution_id": link.execution_id}, 202)
    if request.method in ("GET", "HEAD"):
        return await _ask(services, link, first)
    if request.method != "POST":
        raise Refusal(
            405, "method_not_allowed", "this address answers to GET, POST", headers={"Allow": "GET, POST"}
        )
    await _resume(services, request, link, first, _with_comment(await body_of(request)))
    return _thanks(request, link)


def _token(request: Request) -> str:
    """As it was written: another spelling of a link is no link."""
    raw: bytes = request.scope.get("raw_path") or request.scope["path"].encode()
    return raw.partition(b"?")[0].removeprefix(b"/resume/").decode("latin-1")


async def _requested(services: Services, execution_id: UUID) -> Recorded:
    for first in await services.context.store.load(execution_id, upto=1):
        return first
    raise _unknown()


async def _ask(services: Services, link: Link, first: Recorded) -> Response:
    newest = await services.context.store.last(link.execution_id)
    assert newest
    waiting = await load_waiting(services.context.store, link.execution_id, newest)
    run = waiting.runs.get((link.node_id, link.run_index))
    now = services.context.clock.now()
    if waiting.ending or (run and (not run.is_open or run.is_late(now))):
        raise Refusal(410, "link_used", USED)
    if run is None:
        raise Refusal(409, "not_waiting", "the workflow hasn't come to this question yet; try again later")
    workflow = await load_workflow(services.context.store, UUID(first.event.workflow_id))
    return asking(link.action, workflow.name if workflow else "", run.event.name, run.event.message)


async def _resume(services: Services, request: Request, link: Link, first: Recorded, data: Any) -> None:
    cause = Cause(project_id=first.project_id, actor="link", correlation_id=request.scope.get("request_id"))
    try:
        await resume_execution(
            services.context,
            cause,
            execution_id=link.execution_id,
            node_id=link.node_id,
            run_index=link.run_index,
            action=link.action,
            data=data,
            only_once=True,
        )
    except NotFound:
        raise _unknown() from None
    except NotPossible as refusal:
        if refusal.code in ("already_decided", "gone_on"):
            raise Refusal(410, "link_used", USED) from None
        raise Refusal(409, refusal.code, "the workflow isn't waiting for this at the moment") from None


def _unknown() -> Refusal:
    return Refusal(404, "not_found", "this is no link of ours; copy the whole of it")


def _with_comment(body: Any) -> Any:
    comment = body.get("comment") if isinstance(body, dict) else None
    return {"comment": comment} if comment else ABSENT


def _thanks(request: Request, link: Link) -> Response:
    if not _wants_page(request):
        answer = json_answer({"execution_id": link.execution_id}, 202)
        answer.headers["Cache-Control"] = "no-store"
        return answer
    done = "approved" if link.action == "approve" else "rejected"
    return said("Thank you", f"It is {done}; the workflow goes on. You can close this page.")


def _refused(request: Request, refusal: Refusal) -> Response:
    if _wants_page(request):
        page = said(HTTPStatus(refusal.status).phrase, refusal.detail, refusal.status)
        page.headers.update(refusal.headers or {})
        return page
    problem = Problem(refusal.status, refusal.code, refusal.detail, headers=refusal.headers)
    return sandboxed(problem)


def _wants_page(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "")
