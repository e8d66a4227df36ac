"""A whole session: an editor as VS Code is, and one that can do next to nothing."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pygls", reason="pygls is not installed (the extra lsp)")

from lsprotocol import types

DRAFT = "关于𠮷林学法情况的报告\r\n一、学法\r\n𠮷全年e\u0301学法**次。##paidbegin##\r\n三、用法\r\n"
Converse = Callable[..., None]


def place(line: int, start: int, end: int) -> types.Range:
    return types.Range(types.Position(line, start), types.Position(line, end))


# Diagnostics


def test_columns_are_right_in_the_encoding_agreed_on(converse: Converse):
    async def talk(editor: Any, encoding: str, start: int) -> None:
        general = types.GeneralClientCapabilities(position_encodings=[types.PositionEncodingKind(encoding)])
        result = await editor.begin(able=types.ClientCapabilities(general=general))
        assert result.capabilities.position_encoding == encoding
        items = (await editor.pull(editor.open("稿.txt", DRAFT))).items
        blank = next(item for item in items if item.code == "asterisk-placeholder")
        assert blank.range == place(2, start, start + 2)
        assert await editor.leave() == 0

    converse(partial(talk, encoding="utf-8", start=19), partial(talk, encoding="utf-32", start=7))


def test_an_editor_that_pulls(chat: Converse):
    async def talk(editor: Any) -> None:
        options = editor.met.capabilities.diagnostic_provider
        assert (options.inter_file_dependencies, options.workspace_diagnostics) == (False, False)
        uri = editor.open("稿.txt", DRAFT)
        report = await editor.pull(uri)
        found = {item.code: item for item in report.items}
        assert {"asterisk-placeholder", "stray-marker", "ordinal-gap"} <= set(found)
        blank, marker, gap = (found[rule] for rule in ("asterisk-placeholder", "stray-marker", "ordinal-gap"))
        assert (blank.source, blank.severity) == ("shufa-lint", types.DiagnosticSeverity.Error)
        assert "改法：" in blank.message and blank.code_description is None and blank.tags is None
        assert [*marker.tags] == [types.DiagnosticTag.Unnecessary]
        (other,) = gap.related_information
        assert (other.location.uri, other.location.range) == (uri, place(1, 0, 2))
        assert "另见" not in gap.message
        assert (await editor.pull(uri, report.result_id)).kind == "unchanged"
        editor.write(uri, 2, DRAFT.replace("**", "12"))
        again = await editor.pull(uri, report.result_id)
        assert again.kind == "full" and "asterisk-placeholder" not in [item.code for item in again.items]
        assert not editor.pushed
        assert (await editor.pull(editor.open("a.py", "**", "python"))).items == ()

    chat(talk)


def test_an_editor_that_is_told(plain_chat: Converse):
    async def talk(editor: Any) -> None:
        uri = editor.open("稿.md", DRAFT, "markdown")
        first = await editor.until(lambda: editor.pushed.get(uri))
        assert first[0].version == 1
        gap = next(item for item in first[0].diagnostics if item.code == "ordinal-gap")
        assert gap.related_information is None and "另见第2行" in gap.message and gap.tags is None
        for version in range(2, 30):  # typing
            at = place(0, 0, 0)
            editor.change(uri, version, types.TextDocumentContentChangePartial(at, "关"))
            await asyncio.sleep(0.005)
        last = await editor.until(lambda: len(editor.pushed[uri]) > 1 and editor.pushed[uri][-1])
        await asyncio.sleep(0.3)
        assert [report.version for report in editor.pushed[uri]] == [1, 29], "each stop for breath has one answer"
        assert "asterisk-placeholder" in [item.code for item in last.diagnostics]
        editor.text_document_did_close(types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(uri)))
        await editor.until(lambda: editor.pushed[uri][-1].diagnostics == ())
        untitled = editor.open("untitled:Untitled-1", "")
        assert (await editor.until(lambda: editor.pushed.get(untitled)))[0].diagnostics == ()
        editor.write(untitled, 2, "学法**次。")
        await editor.until(lambda: "asterisk-placeholder" in [d.code for d in editor.pushed[untitled][-1].diagnostics])

    plain_chat(talk)


def test_what_was_once_right_is_struck_through_and_what_was_not_judged_is_told(chat: Converse):
    async def talk(editor: Any) -> None:
        text = "关于{}学法情况的报告\n宣传《合同法》。\n"
        items = (await editor.pull(editor.open("甲.txt", text.format("2023年")))).items
        assert types.DiagnosticTag.Deprecated in next(d for d in items if d.code == "superseded-law").tags
        items = (await editor.pull(editor.open("乙.txt", text.format("")))).items
        (hint,) = [item for item in items if item.severity == types.DiagnosticSeverity.Hint]
        assert "有 1 处引用没有判断" in hint.message

    chat(talk)


# What can be done


def test_fixes_one_by_one_and_all_at_once(chat: Converse):
    async def talk(editor: Any) -> None:
        uri = editor.open("稿.txt", DRAFT, version=7)
        marker = place(2, 13, 13)
        actions = await editor.actions(uri, marker)
        fix = next(action for action in actions if action.is_preferred)
        (document,) = fix.edit.document_changes
        assert (document.text_document.version, document.edits[0].new_text) == (7, "")
        assert document.edits[0].range == place(2, 12, 25) and fix.diagnostics[0].code == "stray-marker"
        everything = next(action for action in actions if action.kind == "source.fixAll.shufa-lint")
        assert everything.edit is None
        resolved = await editor.code_action_resolve_async(everything)
        (edit,) = resolved.edit.document_changes[0].edits
        assert (edit.range, edit.new_text) == (place(2, 12, 25), "")
        for only, kinds in (
            (["quickfix"], {"quickfix"}),
            (["source.fixAll"], {"source.fixAll.shufa-lint"}),
            (["source.fixAll.shufa-lint"], {"source.fixAll.shufa-lint"}),
            (["source.fixAll.other"], set()),
            (["refactor"], set()),
        ):
            assert {action.kind for action in await editor.actions(uri, marker, only)} == kinds
        editor.write(uri, 8, DRAFT.replace("##paidbegin##", ""))
        late = await editor.code_action_resolve_async(everything)
        assert not late.edit.document_changes[0].edits, "the text is clean by now"
        assert await editor.actions(uri, marker, ["source.fixAll"]) == []

    chat(talk)


def test_an_editor_that_asks_for_nothing_later_gets_the_edits_at_once(plain_chat: Converse):
    async def talk(editor: Any) -> None:
        uri = editor.open("稿.txt", DRAFT)
        actions = await editor.actions(uri, place(2, 13, 13))
        (everything,) = [action for action in actions if action.kind == "source.fixAll.shufa-lint"]
        assert [edit.new_text for edit in everything.edit.changes[uri]] == [""]
        waivers = [action for action in actions if action.command]
        assert len(waivers) == 6, "an editor that cannot ask has an action for each reason, of either finding"
        await editor.workspace_execute_command_async(
            types.ExecuteCommandParams(waivers[0].command.command, waivers[0].command.arguments)
        )
        assert waivers[0].command.arguments[2] in (editor.folder / "shufa-lint.waivers.toml").read_text("utf-8")

    plain_chat(talk)


def test_a_finding_is_accepted_with_a_reason_or_not_at_all(chat: Converse, tmp_path: Path):
    text = DRAFT + "学法××次。\n"
    (tmp_path / "稿.txt").write_bytes(text.encode())

    async def talk(editor: Any) -> None:
        uri = editor.open("稿.txt", text)
        place_ = place(2, 8, 10)
        (waive,) = [action for action in await editor.actions(uri, place_) if action.command]
        command = types.ExecuteCommandParams(waive.command.command, waive.command.arguments)
        await editor.workspace_execute_command_async(command)
        assert len(editor.asked) == 1 and not (tmp_path / "shufa-lint.waivers.toml").exists()
        editor.answer = editor.asked[0].actions[2].title
        await editor.workspace_execute_command_async(command)
        written = (tmp_path / "shufa-lint.waivers.toml").read_text("utf-8")
        assert editor.answer in written and 'path = "稿.txt"' in written and "⟦**⟧" in written
        await editor.until(lambda: editor.refreshed)
        assert "asterisk-placeholder" not in await editor.found(uri)
        await editor.workspace_execute_command_async(command)
        assert "已经没有这一处" in editor.told[-1]
        (tmp_path / "shufa-lint.waivers.toml").unlink()
        await editor.until(lambda: editor.refreshed > 1)  # noticed without being told
        assert "asterisk-placeholder" in await editor.found(uri)
        untitled = editor.open("untitled:1", text)
        assert not [action for action in await editor.actions(untitled, place_) if action.command]

    chat(talk)


def test_two_findings_that_are_accepted_at_once_are_both_kept(chat: Converse, tmp_path: Path):
    async def talk(editor: Any) -> None:
        uri = editor.open("稿.txt", DRAFT + "学法××次。\n")
        commands = [
            next(action.command for action in await editor.actions(uri, place_) if action.command)
            for place_ in (place(2, 8, 10), place(4, 2, 4))
        ]

        def run(command: types.Command) -> asyncio.Future[Any]:
            params = types.ExecuteCommandParams(command.command, command.arguments)
            return asyncio.ensure_future(editor.workspace_execute_command_async(params))

        editor.hesitates = asyncio.Event()
        asking = [run(command) for command in commands]
        await editor.until(lambda: len(editor.asked) == 2)
        editor.answer = editor.asked[0].actions[0].title
        editor.hesitates.set()
        await asyncio.gather(*asking)
        written = (tmp_path / "shufa-lint.waivers.toml").read_text("utf-8")
        assert "⟦**⟧" in written and "⟦××⟧" in written
        editor.hesitates = asyncio.Event()
        marker = next(a.command for a in await editor.actions(uri, place(2, 12, 14)) if a.command)
        late = run(marker)
        await editor.until(lambda: len(editor.asked) == 3)
        editor.write(uri, 2, "关于学法情况的报告\n")
        editor.hesitates.set()
        await late
        assert "已经没有这一处" in editor.told[-1], "it was mended before the user answered"
        assert "paidbegin" not in (tmp_path / "shufa-lint.waivers.toml").read_text("utf-8")

    chat(talk)


# What is shown


def test_hovering_explains(chat: Converse):
    async def talk(editor: Any) -> None:
        uri = editor.open("稿.txt", DRAFT)
        hover = await editor.text_document_hover_async(
            types.HoverParams(types.TextDocumentIdentifier(uri), types.Position(2, 9))
        )
        said = hover.contents.value
        assert hover.contents.kind == "markdown" and hover.range == place(2, 8, 10)
        for words in ("**必须改 · ", "asterisk", "改法：", "依据：", "```text", "豁免", "ignore"):
            assert words in said, words
        nothing = types.HoverParams(types.TextDocumentIdentifier(uri), types.Position(1, 3))
        assert await editor.text_document_hover_async(nothing) is None

    chat(talk)


def test_the_outline_and_what_folds(chat: Converse):
    text = (
        "关于学法情况的报告\n县委：\n现将情况报告如下：\n一、学法\n（一）带头学\n一是读书。二是听课。\n\n（二）集体学\n"
        "二、用法\n依法决策。\n特此报告。\n某局\n2024年1月5日\n附件1\n清单\n一、书目\n宪法。\n"
    )

    async def talk(editor: Any) -> None:
        document = types.TextDocumentIdentifier(editor.open("稿.txt", text))
        tree = await editor.text_document_document_symbol_async(types.DocumentSymbolParams(document))
        names = [symbol.name for symbol in tree]
        assert names[0] == "关于学法情况的报告"
        assert [name for name in names if "、" in name] == ["一、学法", "二、用法"] and names[-1].startswith("附件")
        first = tree[names.index("一、学法")]
        assert [child.name for child in first.children] == ["（一）带头学", "（二）集体学"]
        assert first.children[0].detail == "一是 二是"
        assert (first.range.start, first.selection_range.start) == (types.Position(3, 0),) * 2
        folds = await editor.text_document_folding_range_async(types.FoldingRangeParams(document))
        lines = [(fold.start_line, fold.end_line) for fold in folds]
        assert (3, 7) in lines and (4, 5) in lines, "a blank line at the end is not folded away"
        assert any(start == 13 for start, _ in lines), "an annex"

    chat(talk)


def test_an_editor_that_draws_no_tree_gets_a_list(plain_chat: Converse):
    async def talk(editor: Any) -> None:
        document = types.TextDocumentIdentifier(editor.open("稿.txt", "一、学法\n（一）带头学\n读书。\n"))
        flat = await editor.text_document_document_symbol_async(types.DocumentSymbolParams(document))
        assert [(symbol.name, symbol.container_name) for symbol in flat] == [
            ("一、学法", None),
            ("（一）带头学", "一、学法"),
        ]

    plain_chat(talk)


# Configuration


def put(path: Path, words: str) -> None:
    """Write a file at once: whoever looks at it sees all of it or nothing."""
    new = path.with_name("新")
    new.write_text(words, "utf-8")
    new.replace(path)


def test_the_configuration_counts_and_is_read_again(chat: Converse, tmp_path: Path):
    (tmp_path / "甲").mkdir()
    settings = tmp_path / "甲" / "shufa-lint.toml"

    async def talk(editor: Any) -> None:
        await editor.until(lambda: editor.registered)
        editor.open(f"file:///tmp/{'名' * 99}/稿.txt", DRAFT)  # no file can have that name
        near, far = editor.open("甲/稿.txt", DRAFT), editor.open("稿.txt", DRAFT)
        assert "asterisk-placeholder" in await editor.found(near)
        put(settings, 'ignore = ["asterisk-placeholder"]\n')
        editor.tell_of(settings)
        await editor.until(lambda: editor.refreshed)
        assert "asterisk-placeholder" not in await editor.found(near)
        assert "asterisk-placeholder" in await editor.found(far)
        put(settings, 'rule-folders = ["规则"]\n')  # which is not there
        editor.tell_of(settings)
        await editor.until(lambda: editor.refreshed > 1)
        (item,) = (await editor.pull(near)).items
        assert (item.code, item.severity) == ("configuration", types.DiagnosticSeverity.Error)
        assert "规则目录 规则 不存在" in item.message and "规则目录 规则 不存在" in editor.told[-1]
        (shown,) = editor.pushed[settings.as_uri()][-1].diagnostics
        assert shown.range.start.line == 0
        await editor.pull(near)
        assert len(editor.told) == 1, "it is said once"
        assert "asterisk-placeholder" in await editor.found(far)
        (tmp_path / "规则" / "own").mkdir(parents=True)
        rule = tmp_path / "甲" / "规则" / "own" / "own-word.toml"
        put(tmp_path / "规则" / "own" / "own-word.toml", RULE.format(pattern="用法"))
        (tmp_path / "规则").rename(tmp_path / "甲" / "规则")
        await editor.until(lambda: editor.refreshed > 2)
        assert "own-word" in await editor.found(near)
        assert editor.pushed[settings.as_uri()][-1].diagnostics == ()
        rule.write_text(RULE.format(pattern="用法(?=x)"))
        editor.tell_of(settings)
        await editor.until(lambda: editor.refreshed > 3)
        (item,) = (await editor.pull(near)).items
        assert item.code == "configuration" and editor.pushed[rule.as_uri()][-1].diagnostics
        put(settings, 'exclude = ["*.txt"]\n')
        editor.tell_of(settings)
        await editor.until(lambda: editor.refreshed > 4)
        assert (await editor.pull(near)).items == ()

    chat(talk)


RULE = """\
id = "own-word"
title = "自己的词"
check = "pattern"
severity = "info"
authority = "实务"
message = "有“{{match}}”"
hint = "换掉。"
why = "本局不用这个词。"
[options]
pattern = '{pattern}'
[[example]]
name = "有"
bad = "⟦用法⟧。"
[[example]]
name = "没有"
good = "学法。"
"""


def test_one_configuration_for_all_and_none(converse: Converse, tmp_path: Path):
    (tmp_path / "shufa-lint.toml").write_text('ignore = ["ordinal-gap"]\n', "utf-8")
    central = tmp_path / "central.toml"
    central.write_text("ignore = [\n", "utf-8")

    async def talk(editor: Any) -> None:
        await editor.begin("--config", str(central))
        uri = editor.open("稿.txt", DRAFT)
        assert await editor.found(uri) == ["configuration"]
        central.write_text('ignore = ["stray-marker"]\n', "utf-8")
        editor.text_document_did_save(types.DidSaveTextDocumentParams(types.TextDocumentIdentifier(uri)))
        await editor.until(lambda: editor.refreshed)
        found = await editor.found(uri)
        assert "ordinal-gap" in found and "stray-marker" not in found

    async def isolated(editor: Any) -> None:
        await editor.begin("--isolated")
        uri = editor.open("稿.txt", DRAFT)
        assert "ordinal-gap" in await editor.found(uri)
        actions = await editor.actions(uri, place(2, 0, 20))
        assert not [action for action in actions if action.command], "waivers do not count, nor are they written"

    converse(talk, isolated)


# The command


def test_without_its_library_it_says_how_to_install_it(tmp_path: Path):
    code = (
        "import sys; sys.modules['pygls'] = sys.modules['lsprotocol'] = None\n"
        "from shufa_lint.cli import main; sys.exit(main(['lsp']))"
    )
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, stdin=subprocess.DEVNULL)
    assert done.returncode == 2
    assert done.stderr.decode() == "shufa-lint：在编辑器里检查，要先装上 pip install 'shufa-lint[lsp]'\n"


def test_contradictions_are_told_before_the_session(command: Callable[..., tuple[int, str, str]]):
    code, _, said = command("lsp", "--isolated", "--config", "x.toml")
    assert code == 2 and "--isolated" in said and said.count("\n") == 1
