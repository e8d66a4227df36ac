"""The addresses of the page, and what every answer carries."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from importlib.resources import files
from typing import Any

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shufa_lint.report.html import frame_policy
from shufa_lint.service.drop_page.body import Patience, announced, body_of
from shufa_lint.service.drop_page.desk import Desk
from shufa_lint.service.drop_page.gate import Gate
from shufa_lint.service.drop_page.names import attachment, fit
from shufa_lint.service.drop_page.refusal import Refused
from shufa_lint.service.drop_page.work import JSON, WORK, Answer, Draft, Setting, Unable, in_words_for_the_page
from shufa_lint.text.when import year_or_day

NAME_HEADER, PROFILE_HEADER, YEAR_HEADER = "x-file-name", "x-profile", "x-as-of"
_PAGES = {
    "/": ("index.html", "text/html"),
    "/drop.css": ("drop.css", "text/css"),
    "/drop.js": ("drop.js", "text/javascript"),
}
_GONE = 499
"""The status in the log of a request that nobody waits for any more."""


@dataclass(frozen=True)
class Service:
    """What the page is served with. ``profiles`` are the names of kinds of documents by their ids; ``local`` says that
    the server runs on the machine of whoever looks at the page. ``log`` takes a line on each request, without names and
    without anything of a document: the address, the status, the bytes received and the seconds it took."""

    gate: Gate
    desk: Desk
    setting: Setting
    most: int
    hosts: Sequence[str]
    profiles: Mapping[str, str] = field(default_factory=dict)
    local: bool = True
    patience: Patience = field(default_factory=Patience)
    log: Callable[[str, int, int, float], None] = lambda *_: None


def app_of(service: Service) -> ASGIApp:
    """Return the application: the page and its parts for all, everything else for who has the token."""
    routes = [Route(path, partial(_part, *part)) for path, part in _PAGES.items()]
    routes.append(Route("/settings", partial(_settings, service)))
    routes.append(Route("/begin", partial(_begin, service), methods=["POST"]))
    routes += [Route(f"/{work}", partial(_work, service, work), methods=["POST"]) for work in WORK]
    app = Starlette(
        routes=routes,
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=service.hosts, www_redirect=False)],
        exception_handlers={
            Refused: _refused,
            HTTPException: _elsewhere,
            ClientDisconnect: _gone,
            Exception: _failed,
        },
    )
    return _Envelope(app, _policy(), service.log, frozenset(f"/{work}" for work in WORK))


async def _part(name: str, kind: str, request: Request) -> Response:
    return Response(files(__package__).joinpath("page", name).read_bytes(), media_type=kind)


async def _settings(service: Service, request: Request) -> Response:
    service.gate.verify(request)
    profiles = [{"id": name, "title": title} for name, title in service.profiles.items()]
    return _json({"most": service.most, "local": service.local, "profiles": profiles})


async def _begin(service: Service, request: Request) -> Response:
    return _json({"token": service.gate.redeem(request)})


async def _work(service: Service, work: str, request: Request) -> Response:
    """Do *work* with the draft that *request* carries."""
    service.gate.verify(request)
    profile, as_of = _chosen(service, request)
    announced(request, service.most)
    with service.desk.seat():
        data = await body_of(request, service.most, service.patience)
        request.state.received = len(data)
        draft = Draft(data, fit(request.headers.get(NAME_HEADER, "")), profile, as_of)
        doing = service.desk.do(in_words_for_the_page, work, draft, service.setting)
        del data, draft
        try:
            answer = await _unless_gone(request, doing)
        except Unable as unable:
            raise Refused(422, str(unable)) from None
    return _sent(answer)


def _chosen(service: Service, request: Request) -> tuple[str, str]:
    """Return the kind and the year or day that the user chose."""
    profile, as_of = request.headers.get(PROFILE_HEADER, ""), request.headers.get(YEAR_HEADER, "")
    if profile and profile not in service.profiles:
        raise Refused(400, "没有这个文种：刷新网页再试。")
    try:
        return profile, as_of and year_or_day(as_of)
    except ValueError:
        raise Refused(400, "年度写得不对：写成 2024 或者 2024-06-30，也可以空着。") from None


async def _unless_gone(request: Request, doing: Awaitable[Answer]) -> Answer:
    """Return the answer; raises ClientDisconnect, and gives up what has not begun, once nobody waits for it."""
    job = asyncio.ensure_future(doing)
    leaving = asyncio.ensure_future(_leaving(request))
    try:
        await asyncio.wait({job, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not job.done():
            raise ClientDisconnect
        return job.result()
    finally:
        for task in (job, leaving):
            task.cancel()


async def _leaving(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _sent(answer: Answer) -> Response:
    headers = {"content-disposition": attachment(answer.name)} if answer.name else None
    return Response(answer.body, media_type=answer.media_type, headers=headers)


def _json(said: Any, status: int = 200) -> Response:
    return Response(json.dumps(said, ensure_ascii=False), status, media_type=JSON)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    response = _json({"reason": str(error)}, error.status)
    if error.again is not None:
        response.headers["retry-after"] = str(error.again)
    return response


async def _elsewhere(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return _json({"reason": "没有这个地址。"}, error.status_code)


async def _gone(request: Request, error: Exception) -> Response:
    return Response(status_code=_GONE)  # for the log


async def _failed(request: Request, error: Exception) -> Response:
    return _json({"reason": f"程序出错（{type(error).__name__}），没有查完：请告诉管理这个程序的人。"}, 500)


def _policy() -> str:
    """Return what the page may do: run its own script, wear its own style, ask its own server; and show a report in a
    frame, which is bound by this policy too and so has its script and its style named here."""
    frame = frame_policy()
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' {frame.script}",
            f"style-src 'self' {frame.style}",
            "img-src data:",
            "connect-src 'self'",
            "frame-src blob:",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        )
    )


class _Envelope:
    """What every answer carries, and a line in the log for those that work was asked for. It stands around the whole
    application: what is answered after a fault of the program goes through it too."""

    def __init__(
        self, app: ASGIApp, policy: str, log: Callable[[str, int, int, float], None], known: frozenset[str]
    ) -> None:
        self._app = app
        self._log = log
        self._known = known
        self._headers = {
            "content-security-policy": policy,
            "cache-control": "no-store",
            "x-content-type-options": "nosniff",
            "x-frame-options": "DENY",
            "referrer-policy": "no-referrer",
            "cross-origin-opener-policy": "same-origin",
            "cross-origin-resource-policy": "same-origin",
            "permissions-policy": "camera=(), geolocation=(), microphone=()",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        status = _GONE
        begun = time.monotonic()

        async def send_enveloped(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message).update(self._headers)
            await send(message)

        try:
            await self._app(scope, receive, send_enveloped)
        finally:
            path = scope["path"]
            received = scope.get("state", {}).get("received", 0)
            if path in self._known:
                self._log(path, status, received, time.monotonic() - begun)
