"""``shufa-lint blanks fill FILE FORM``: the answers of a form into a document."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from shufa_lint import api
from shufa_lint.delivery import UndoneError, overwrites, write
from shufa_lint.engine.copies import SUFFIX
from shufa_lint.engine.filling import Filled, UnfillableError, fill, look
from shufa_lint.engine.form import Answered, NoSuchDocument, read_form, rows_for
from shufa_lint.engine.locators import digest_of
from shufa_lint.engine.plan import Planner
from shufa_lint.reading.model import Reading
from shufa_lint.reading.read import read_file
from shufa_lint.reading.sheet import SheetError, read_sheets
from shufa_lint.report.visible import visible
from shufa_lint.text.language import tr
from shufa_lint.verbs.blanks import looking_for_blanks
from shufa_lint.verbs.outcome import FAILED, PASSED

_LISTED = 30
"""So many rows or blanks of one sort are told one by one."""
_AROUND = 14


def run(options: Namespace) -> int:
    """Fill in and say what was done; 1 where anything is left or was refused."""
    target = _target(options)
    path = Path(options.file)
    reading, data = _read(path)
    if reading.format == "word" and target.suffix.lower() != SUFFIX:
        raise UndoneError(
            tr("{target}：填好的还是 Word 文档，名字要以 {suffix} 结尾").format(target=target, suffix=SUFFIX)
        )
    _, planner = looking_for_blanks(options).for_path(path)
    try:
        rows = _rows(options, reading, planner)
        filled = fill(api.rewriter_for(reading, data, path.name, tracked=False), planner, options.file, rows)
    except UnfillableError as error:
        raise UndoneError(tr("{file}：{error}").format(file=options.file, error=error)) from None
    if options.in_place and path.read_bytes() != data:
        raise UndoneError(tr("{file}：填的时候有人改了它，没有写回去，请再来一次").format(file=options.file))
    if not options.in_place or filled.data != data:
        write(target, filled.data)
    for line in _told(filled, planner, target):
        print(visible(line))
    return FAILED if filled.left.blanks or filled.refused else PASSED


def _target(options: Namespace) -> Path:
    """Return where to write; raise UndoneError where that would destroy what the user has."""
    file, output = options.file, options.output_file
    if bool(output) == options.in_place:
        both = (
            tr("-o 不能与 --in-place 同时用")
            if output
            else tr("没有说填好写到哪里：-o 填好.txt，或者 --in-place 写回原文件")
        )
        raise UndoneError(both)
    if options.in_place:
        return Path(file)
    if overwrites(output, [file]):
        raise UndoneError(tr("{output} 就是原稿；要写回原稿，用 --in-place").format(output=output))
    if overwrites(output, [options.form]):
        raise UndoneError(tr("{output} 是填好的表，不能覆盖它").format(output=output))
    if Path(output).exists() and not options.overwrite:
        raise UndoneError(tr("{output} 已经有了：换个名字，或者加上 --overwrite").format(output=output))
    return Path(output)


def _read(path: Path) -> tuple[Reading, bytes]:
    try:
        reading, data = read_file(path)
    except FileNotFoundError:
        raise UndoneError(tr("{path}：没有这个文件").format(path=path)) from None
    for problem in reading.problems:
        if problem.kind in ("unreadable-document", "no-text-layer"):
            raise UndoneError(tr("{path}：{reason}").format(path=path, reason=problem.reason))
    return reading, data


def _rows(options: Namespace, reading: Reading, planner: Planner) -> list[Answered]:
    """Return the rows of the form that speak of the document."""
    try:
        form = read_form(read_sheets(Path(options.form)))
    except FileNotFoundError:
        raise UndoneError(tr("{form}：没有这个文件").format(form=options.form)) from None
    except SheetError as error:
        raise UndoneError(tr("{form}：{error}").format(form=options.form, error=error)) from None
    before = look(reading, planner, options.file)
    try:
        return rows_for(form, options.file, digest_of(before.report.source.text), options.document)
    except NoSuchDocument as error:
        raise UndoneError(tr("{form}：{error}").format(form=options.form, error=error)) from None


def _told(filled: Filled, planner: Planner, target: Path) -> Iterator[str]:
    """Yield what was filled in, what was refused and why, and what is still blank."""
    left, refused = filled.left.blanks, filled.refused
    yield (
        tr("填了 {number} 处，写到 {target}").format(number=len(filled.answers), target=target)
        if filled.answers
        else tr("一处也没有填上，{target} 与原稿相同").format(target=target)
    )
    if refused:
        yield tr("{number} 行的答案没有填：").format(number=len(refused))
        yield from (
            tr("  表第 {number} 行：{reason}").format(number=item.row.number, reason=item.reason)
            for item in refused[:_LISTED]
        )
        yield from _more(len(refused), tr("  还有 {number} 行，不一一列出"))
    if left:
        unanswered = tr("，其中 {number} 行没有答案").format(number=len(filled.open)) if filled.open else ""
        yield tr("还有 {number} 处没填{unanswered}：").format(number=len(left), unanswered=unanswered)
        for blank in left[:_LISTED]:
            line = filled.left.report.source.position(blank.span.start).line
            before, after = blank.sentence.before[-_AROUND:], blank.sentence.after[:_AROUND]
            words = f"{before}【{blank.sentence.inside or '　'}】{after}"
            yield tr("  第{line}行 缺{missing}：{words}").format(line=line, missing=blank.missing, words=words)
        yield from _more(len(left), tr("  还有 {number} 处，不一一列出"))
    if not left and not refused:
        yield tr("没有要填的空了")
    struck = sum(
        bool(finding.fix) and planner.rulebook.entries[finding.rule].family == "placeholders"
        for finding in filled.left.report.findings
    )
    if struck:
        yield tr(
            "另有 {struck} 处固定表述被屏蔽了字，不用填：shufa-lint {target} --diff --unsafe-fixes 看怎么改"
        ).format(struck=struck, target=target)


def _more(number: int, words: str) -> Iterator[str]:
    if number > _LISTED:
        yield words.format(number=number - _LISTED)
