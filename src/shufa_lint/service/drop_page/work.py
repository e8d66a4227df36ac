"""What is done with a draft: all of it in a process of its own. Every function takes a draft and returns an answer that
is ready to be sent, so that nothing of a document is looked at in the server."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from shufa_lint import api
from shufa_lint.api import Choice
from shufa_lint.engine.blanks import blanks_of
from shufa_lint.engine.copies import CHECKED, MENDED, copy_of
from shufa_lint.engine.filling import UnfillableError, look
from shufa_lint.engine.lint import lint
from shufa_lint.engine.model import FileReport, Finding
from shufa_lint.reading.limits import LIMITS
from shufa_lint.reading.model import Reading
from shufa_lint.reading.read import read_bytes
from shufa_lint.report.verdict import verdict
from shufa_lint.report.visible import visible
from shufa_lint.service.drop_page.names import kin
from shufa_lint.text.language import in_chinese

REPORT, FORM = "检查报告", "待填"
"""What stands in the names of the report and of the form of blanks."""
JSON, BYTES = "application/json", "application/octet-stream"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LONGEST = 3_000_000
"""Characters that are checked: hundreds of times as many as a long report has. The report on more does not go into a
page, which is known only after most of a minute."""
_LARGEST_PAGE = 48 << 20
_LEAST_OF_A_FINDING = 500
"""Bytes of the page that any finding takes, beside those of the document's text; 630 is the least that was seen."""
_UNREADABLE = "unreadable-document"
_ELSEWHERE = "或者在终端里检查（shufa-lint 文件名）"


class Setting(NamedTuple):
    """What holds for all drafts: the configuration, if there is one, and the ``seconds`` that reading may take."""

    config: Path | None
    seconds: float


class Draft(NamedTuple):
    """A document, its name, and the kind and the year or day that the user chose for it; empty where left open."""

    data: bytes
    name: str
    profile: str = ""
    as_of: str = ""


class Answer(NamedTuple):
    """What goes back to the browser; with a ``name`` it is a file to be saved."""

    media_type: str
    body: bytes
    name: str = ""


class Unable(Exception):
    """A copy that cannot be made of this document; ``str()`` is a sentence for the page."""


def examine(draft: Draft, setting: Setting) -> Answer:
    """Check *draft*: the verdict, the page of the report, and which copies there can be."""
    choice = _choice(setting, draft.profile, draft.as_of)
    _, planner = choice.for_path(Path(draft.name))
    reading = read_bytes(draft.data, draft.name, choice.limits)
    if len(reading.words) > _LONGEST:
        raise Unable(f"文字太多（超过 {_LONGEST // 10_000} 万字），不像一份公文：分成几份再试，{_ELSEWHERE}。")
    report = lint(reading, planner, draft.name)
    text = len(reading.words.encode("utf-8", "replace"))
    if text + len(report.findings) * _LEAST_OF_A_FINDING > _LARGEST_PAGE:
        raise _overflowing()
    run = api.run_report([report], choice)
    said = {
        "name": draft.name,
        "failed": report.failed,
        "verdict": verdict(report),
        "genre": run.genres[report.profile],
        "report": kin(draft.name, REPORT, ".html"),
        "copies": [],
        "unreadable": None,
        "page": None,
    }
    reasons = [finding for finding in report.findings if finding.rule == _UNREADABLE]
    if reasons:
        return _json(said | {"unreadable": _reason(reasons[0])})
    from shufa_lint.report.html import page

    made = page(report, run)
    if len(made) > _LARGEST_PAGE:
        raise _overflowing()
    blanks = len(blanks_of(report, planner.rulebook.entries))
    copies = list(_copies(draft, reading, report, blanks))
    return _json(said | {"copies": copies, "page": made.decode("utf-8")})


def annotate(draft: Draft, setting: Setting) -> Answer:
    """Return the copy of a Word document or a PDF with remarks."""
    _, annotated = api.annotate_bytes(draft.data, draft.name, choice=_choice(setting, draft.profile, draft.as_of))
    if annotated is None or isinstance(annotated, str):
        raise Unable(f"写不了批注：{annotated or '不是能读的 Word 文档（.docx）或 PDF'}。")
    return Answer(BYTES, annotated.data, _annotated_name(draft))


def mend(draft: Draft, setting: Setting) -> Answer:
    """Return the document with what can be mended without changing what it means, Word with tracked changes."""
    choice = _choice(setting, draft.profile, draft.as_of)
    mended = api.fix_bytes(draft.data, draft.name, choice=choice)
    if not mended.changed:
        reasons = {item.reason for item in mended.withheld}
        raise Unable(f"{reasons.pop()}。" if len(reasons) == 1 else "没有可以直接改的地方。")
    return Answer(BYTES, mended.data, _mended_name(draft, word=mended.copied))


def list_blanks(draft: Draft, setting: Setting) -> Answer:
    """Return the form of what is to be filled in."""
    from shufa_lint.report.form import xlsx

    choice = _choice(setting, draft.profile, draft.as_of, everything=True)
    _, planner = choice.for_path(Path(draft.name))
    try:
        asked = look(read_bytes(draft.data, draft.name, choice.limits), planner, draft.name)
    except UnfillableError as error:
        raise Unable(f"列不出没填的空：{error}。") from None
    return Answer(_XLSX, xlsx.report([asked]), kin(draft.name, FORM, ".xlsx"))


def in_words_for_the_page(work: str, draft: Draft, setting: Setting) -> Answer:
    """Do one of ``WORK``, in Chinese like the page, whatever the terminal speaks. Raises Unable."""
    with in_chinese():
        return WORK[work](draft, setting)


def warm(setting: Setting) -> None:
    """Load all that a check needs."""
    examine(Draft("关于学法情况的报告\n".encode(), "文稿.txt"), setting)


WORK: Mapping[str, Callable[[Draft, Setting], Answer]] = {
    "check": examine,
    "annotated": annotate,
    "mended": mend,
    "blanks": list_blanks,
}
"""What the page can ask for, by its address."""


@lru_cache(maxsize=16)
def _choice(setting: Setting, profile: str, as_of: str, *, everything: bool = False) -> Choice:
    """Return what counts: the one configuration, what the user chose, and no waivers, since a draft may be anyone's."""
    overrides = {"profile": profile or None, "as-of": as_of or None, "select": ["all"] if everything else None}
    limits = LIMITS._replace(seconds=setting.seconds)
    return Choice(config=setting.config, isolated=True, overrides=dict(overrides), limits=limits)


def _copies(draft: Draft, reading: Reading, report: FileReport, blanks: int) -> Iterator[dict[str, str]]:
    """Yield what can be made of the document, each with its address, its name, and what the page calls it."""
    word = api.is_word(reading, draft.data)
    if report.findings and (word or reading.format == "pdf"):
        title = "带批注的副本" if word else "带高亮的副本"
        yield {"work": "annotated", "name": _annotated_name(draft), "title": title}
    fixes = sum(finding.fix is not None and finding.fix.safety == "safe" for finding in report.findings)
    if fixes and (word or reading.format in ("text", "markdown")):
        title = f"带修订的副本（{fixes} 处）" if word else f"改好的文稿（{fixes} 处）"
        yield {"work": "mended", "name": _mended_name(draft, word=word), "title": title}
    if blanks:
        yield {"work": "blanks", "name": kin(draft.name, FORM, ".xlsx"), "title": f"待填的表（{blanks} 个空）"}


def _overflowing() -> Unable:
    return Unable(f"问题太多，网页里放不下：分成几份再试，{_ELSEWHERE}。")


def _annotated_name(draft: Draft) -> str:
    return copy_of(Path(draft.name), CHECKED).name


def _mended_name(draft: Draft, *, word: bool) -> str:
    return copy_of(Path(draft.name), MENDED).name if word else kin(draft.name, MENDED)


def _reason(finding: Finding) -> str:
    return f"{visible(finding.message)}。"


def _json(said: Mapping[str, Any]) -> Answer:
    return Answer(JSON, json.dumps(said, ensure_ascii=False).encode("utf-8", "replace"))
