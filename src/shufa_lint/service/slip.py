"""A 检查单: what a draft is handed in with. It says that this very file has passed, and under which rules.

It is JSON with Chinese keys, for people as well as for :mod:`shufa_lint.service.verification`. It is not signed: that
it says so proves nothing until the check is run again. No text of the draft stands in it but what reasons repeat.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from shufa_lint import __version__
from shufa_lint.delivery import UndoneError
from shufa_lint.engine.model import FileReport, RunReport
from shufa_lint.text.language import tr

VERSION = 1
PASSED = "通过"
_LARGEST = 4 << 20
_DIGEST = re.compile(r"[0-9a-f]{64}")
_KIND, _NAME, _SHA256, _VERDICT, _AT = "检查单", "文稿", "sha256", "结论", "检查时间"
_GENRE, _COUNTS, _WAIVERS = "文种", "其余", "豁免"
_RULES, _LAWS, _CONFIGURATION, _PROGRAM = "规则", "法律名单截至", "配置", "程序"
_RULE, _TITLE, _FINGERPRINT, _REASON, _WHO, _UNTIL = "规则", "名称", "指纹", "理由", "决定人", "期限"


@dataclass(frozen=True, slots=True)
class Accepted:
    """A fault that was waived."""

    rule: str
    title: str
    fingerprint: str
    reason: str
    who: str
    until: str | None


@dataclass(frozen=True, slots=True)
class Slip:
    """What a 检查单 says. ``at`` is when the check was made (ISO 8601)."""

    name: str
    sha256: str
    at: str
    genre: str
    rulebook: str
    law_table: str
    configuration: str
    program: str
    remarks: str
    waivers: tuple[Accepted, ...]


def slip_of(report: FileReport, run: RunReport, configuration: str, at: str) -> Slip:
    """Return the 检查单 for a draft that has passed; *configuration* is the digest of the one that counted."""
    counts = ((report.count("warning"), "建议改"), (report.count("info"), "提示"))
    return Slip(
        name=PurePath(report.path).name.encode("utf-8", "replace").decode(),
        sha256=report.sha256,
        at=at,
        genre=run.genres.get(report.profile, report.profile),
        rulebook=run.rulebook,
        law_table=run.law_table or "",
        configuration=configuration,
        program=f"shufa-lint {__version__}",
        remarks="，".join(f"{name} {number} 处" for number, name in counts if number),
        waivers=tuple(
            Accepted(
                item.finding.rule,
                run.titles.get(item.finding.rule, item.finding.rule),
                item.finding.fingerprint,
                item.waiver.reason,
                item.waiver.who,
                item.waiver.until,
            )
            for item in report.waived
        ),
    )


def render(slip: Slip) -> bytes:
    """Return the 检查单 as a file, in UTF-8."""
    data = {
        _KIND: VERSION,
        _VERDICT: PASSED,
        _NAME: slip.name,
        _SHA256: slip.sha256,
        _AT: slip.at,
        _GENRE: slip.genre,
        _COUNTS: slip.remarks or "没有发现别的问题",
        _WAIVERS: [
            {
                _RULE: item.rule,
                _TITLE: item.title,
                _FINGERPRINT: item.fingerprint,
                _REASON: item.reason,
                _WHO: item.who,
                **({_UNTIL: item.until} if item.until else {}),
            }
            for item in slip.waivers
        ],
        _RULES: slip.rulebook,
        _LAWS: slip.law_table,
        _CONFIGURATION: slip.configuration,
        _PROGRAM: slip.program,
    }
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")


def parse(data: bytes, name: str) -> Slip:
    """Return what the 检查单 in the file *name* says; raises UndoneError for what is none."""
    try:
        if len(data) > _LARGEST:
            raise ValueError
        told = json.loads(data.decode("utf-8-sig"))
        if told[_KIND] != VERSION:
            raise UndoneError(tr("{name}：检查单的版本不认识，请用更新的程序核对").format(name=name))
        if told[_VERDICT] != PASSED or not all(map(_DIGEST.fullmatch, (told[_SHA256], told[_CONFIGURATION]))):
            raise ValueError
        return Slip(
            name=_words(told[_NAME]),
            sha256=told[_SHA256],
            at=_words(told[_AT]),
            genre=_words(told[_GENRE]),
            rulebook=_words(told[_RULES]),
            law_table=_words(told[_LAWS]),
            configuration=told[_CONFIGURATION],
            program=_words(told[_PROGRAM]),
            remarks=_words(told[_COUNTS]),
            waivers=tuple(map(_accepted, told[_WAIVERS])),
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        raise UndoneError(tr("{name}：这不是检查单，或者已经改坏了").format(name=name)) from None


def _accepted(told: dict[str, Any]) -> Accepted:
    until = told.get(_UNTIL)
    rule, title, mark, reason, who = (_words(told[key]) for key in (_RULE, _TITLE, _FINGERPRINT, _REASON, _WHO))
    return Accepted(rule, title, mark, reason, who, None if until is None else _words(until))


def _words(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError
    return value
