"""An editor that asks for what makes no sense, that is in a hurry, and that opens what is no draft."""

import asyncio
import json
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pygls", reason="pygls is not installed (the extra lsp)")

from lsprotocol import types
from pygls.exceptions import JsonRpcException

Converse = Callable[[Any], None]
FAULTY = "关于学法情况的报告\n学法**次。\n"
PROSE = "第{}批：全年组织学法12次，宣讲宪法3场，依法决策，带头遵守宪法法律，推动各项工作在法治轨道上运行。\n"


def everywhere(line: int, character: int) -> types.Range:
    return types.Range(types.Position(0, 0), types.Position(line, character))


def test_places_and_documents_that_are_not_there(chat: Converse):
    async def talk(editor: Any) -> None:
        uri = editor.open("稿.txt", FAULTY)
        far = 2**31 - 1
        for document in (uri, "file:///nowhere.txt", "", "file://[", "http://x/a.txt", "file:///a%00b.txt"):
            named = types.TextDocumentIdentifier(document)
            await editor.pull(document)
            await editor.actions(document, everywhere(far, far))
            for place in (types.Position(far, 0), types.Position(0, far), types.Position(far, far)):
                await editor.text_document_hover_async(types.HoverParams(named, place))
            await editor.text_document_document_symbol_async(types.DocumentSymbolParams(named))
            await editor.text_document_folding_range_async(types.FoldingRangeParams(named))
        editor.write("file:///nowhere.txt", 2, "x")
        editor.text_document_did_close(types.DidCloseTextDocumentParams(types.TextDocumentIdentifier("file:///n")))
        backwards = types.Range(types.Position(1, 4), types.Position(0, 0))
        editor.change(uri, 2, types.TextDocumentContentChangePartial(backwards, ""))
        editor.change(uri, 3, types.TextDocumentContentChangePartial(everywhere(far, far), FAULTY))
        assert "asterisk-placeholder" in await editor.found(uri)
        for name in ("file://[", "file:///a%00b.txt", "http://x/a.txt", "vscode-notebook:a#b"):
            assert "asterisk-placeholder" in await editor.found(editor.open(name, FAULTY))
        for arguments in (None, [], [1, {}], [uri, "no such"], [uri], ["", ""], [[uri], None, "x"]):
            command = types.ExecuteCommandParams("shufa-lint.waive", arguments)
            await editor.workspace_execute_command_async(command)
        with pytest.raises(JsonRpcException):
            await editor.workspace_execute_command_async(types.ExecuteCommandParams("rm -rf", []))
        assert not [*editor.folder.iterdir()]

    chat(talk)


def test_any_characters(chat: Converse):
    texts = (
        "\ud800学法**次。\udc00\n",
        "学法**次。\0\x1b[31m\u202e\u2028\x0b\x85\n**\n",
        "\ufeff学法**次。\n",
        "%PDF-1.7 学法**次。\n",
        "PK\x03\x04学法**次。\n",
        "一" * 50_000 + "**",
        "𠮷" * 50_000 + "**",
    )

    async def talk(editor: Any) -> None:
        for number, text in enumerate(texts):
            uri = editor.open(f"{number}.txt", text)
            found = (await editor.pull(uri)).items
            assert "asterisk-placeholder" in [item.code for item in found], number
            assert not any(c in item.message for item in found for c in "\x1b\0\u202e")
            await editor.actions(uri, everywhere(9, 9), ["source.fixAll"])
            for item in found[:3]:
                await editor.text_document_hover_async(
                    types.HoverParams(types.TextDocumentIdentifier(uri), item.range.start)
                )
        assert editor.told == []

    chat(talk)


def test_a_document_full_of_faults_is_told_of_with_the_gravest(chat: Converse):
    async def talk(editor: Any) -> None:
        uri = editor.open("稿.txt", "一，学法。\n" * 3000 + "学法**次。\n" * 400)
        report = await editor.pull(uri)
        assert len(report.items) == 1001 and "没有列出来" in report.items[0].message
        blanks = [item for item in report.items if item.code == "asterisk-placeholder"]
        assert len(blanks) == 400, "they must be mended"
        actions = await editor.actions(uri, everywhere(9999, 0))
        assert len(actions) < 500, "what to do about the first of them, where all of the text is selected"

    chat(talk)


def test_closing_changing_and_cancelling_while_it_looks(converse: Converse, plain: types.ClientCapabilities):
    async def talk(editor: Any) -> None:
        await editor.begin(able=plain)
        chance = random.Random(1)
        long = FAULTY + "".join(map(PROSE.format, range(600)))
        version = 1
        for round_ in range(8):
            uri = editor.open(f"{round_ % 3}.txt", long, version=version)
            waiting = [asyncio.ensure_future(editor.pull(uri)) for _ in range(3)]
            for _ in range(chance.randrange(4)):
                version += 1
                editor.change(uri, version, types.TextDocumentContentChangePartial(everywhere(0, 0), "一"))
                await asyncio.sleep(chance.random() / 50)
            if chance.random() < 0.6:
                waiting[0].cancel()
            editor.text_document_did_close(types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(uri)))
            await asyncio.gather(*waiting, return_exceptions=True)
        uri = editor.open("末.txt", FAULTY)
        assert "asterisk-placeholder" in await editor.found(uri)
        late = editor.open("长.txt", long * 2)
        unanswered = asyncio.ensure_future(editor.pull(late))
        assert await editor.leave() == 0
        unanswered.cancel()
        for reports in editor.pushed.values():
            assert all(len({d.code for d in report.diagnostics}) < 20 for report in reports)

    converse(talk)


@pytest.mark.slow
def test_five_megabytes_do_not_keep_the_editor_waiting(converse: Converse):
    text = FAULTY + "".join(map(PROSE.format, range(38_000)))
    assert len(text.encode()) > 5_000_000

    async def talk(editor: Any) -> None:
        await editor.begin()
        small = editor.open("小.txt", FAULTY)
        await editor.pull(small)
        uri = editor.open("大.txt", text)
        report = asyncio.ensure_future(editor.pull(uri))
        slowest = 0.0
        for version in range(2, 22):
            editor.change(uri, version, types.TextDocumentContentChangePartial(everywhere(0, 0), "一"))
            begin = time.perf_counter()
            with pytest.raises(JsonRpcException):  # is answered by the thread that talks to the editor
                await editor.workspace_execute_command_async(types.ExecuteCommandParams("nothing", []))
            slowest = max(slowest, time.perf_counter() - begin)
        assert slowest < 2
        assert "asterisk-placeholder" in [item.code for item in (await report).items]
        print(f"slowest answer {slowest:.3f} s")
        assert await editor.leave() == 0

    converse(talk)


def talk_raw(folder: Path, *messages: bytes) -> tuple[int, list[Any], str]:
    """Send *messages* as they are; return the exit code, what was answered and what was logged."""
    command = [sys.executable, "-m", "shufa_lint", "lsp", "--stdio"]
    done = subprocess.run(command, input=b"".join(messages), cwd=folder, capture_output=True, timeout=30, check=False)
    said, rest = [], done.stdout
    while rest:
        head, _, rest = rest.partition(b"\r\n\r\n")
        length = int(head.split(b"Content-Length: ")[1].split(b"\r\n")[0])
        said.append(json.loads(rest[:length]))
        rest = rest[length:]
    return done.returncode, said, done.stderr.decode()


def message(method: str, params: Any = None, id_: int | None = None) -> bytes:
    data: dict[str, Any] = {"jsonrpc": "2.0", "method": method, "params": params}
    if id_ is not None:
        data["id"] = id_
    body = json.dumps(data).encode()
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


BEGIN = message("initialize", {"capabilities": {}, "processId": None, "rootUri": None}, 1) + message("initialized", {})
OPEN = message(
    "textDocument/didOpen",
    {"textDocument": {"uri": "file:///secret.txt", "languageId": "plaintext", "version": 1, "text": "机密的话**。"}},
)
LEAVE = message("shutdown", None, 99) + message("exit")


def test_requests_that_make_no_sense_are_answered_and_nothing_of_a_document_is_logged(tmp_path: Path):
    position = {"textDocument": {"uri": "file:///secret.txt"}, "position": {"line": -1, "character": "机密的话"}}
    code, said, logged = talk_raw(
        tmp_path,
        BEGIN,
        OPEN,
        message("textDocument/hover", position, 2),
        message("textDocument/hover", "机密的话", 3),
        message("textDocument/no-such", {"text": "机密的话"}, 4),
        message("textDocument/didChange", {"textDocument": "机密的话"}),
        "Content-Length: 5\r\n\r\n{[机".encode(),
        message("textDocument/diagnostic", {"textDocument": {"uri": "file:///secret.txt"}}, 5),
        LEAVE,
    )
    answers = {each["id"]: each for each in said if "id" in each}
    assert [answers[number]["error"]["code"] for number in (2, 3, 4)] == [-32602, -32602, -32601]
    assert code == 0 and set(answers) >= {1, 2, 3, 4, 99}
    assert "机密" not in logged and "\\u673a" not in logged and logged


@pytest.mark.parametrize(
    ("messages", "code"),
    [((BEGIN, message("exit")), 1), ((BEGIN,), 1), ((b"\r\n\r\nGET / HTTP/1.1\r\n",), 1)],
    ids=["exit without shutdown", "gone", "no protocol"],
)
def test_how_a_session_ends(tmp_path: Path, messages: tuple[bytes, ...], code: int):
    assert talk_raw(tmp_path, *messages)[0] == code


FAILING = """\
import sys
from shufa_lint.cli import main
from shufa_lint.service.language_server import server
examine, errors = server.examine, [OSError("学法"), OSError("学法")]
def fail(*arguments):
    if errors:
        raise errors.pop()
    return examine(*arguments)
server.examine = fail
sys.exit(main())
"""


def test_the_program_fails_and_is_asked_again(converse: Converse, plain: types.ClientCapabilities):
    async def talk(editor: Any) -> None:
        await editor.begin(able=plain, code=FAILING)
        uri = editor.open("稿.txt", FAULTY)
        await editor.until(lambda: editor.told)
        assert editor.told == ["shufa-lint：程序出错（OSError），请告诉开发者"]
        with pytest.raises(JsonRpcException):
            await editor.pull(uri)
        assert "asterisk-placeholder" in await editor.found(uri)
        assert editor.told[1:] == editor.told[:1]
        assert await editor.leave() == 0

    converse(talk)


def test_what_is_printed_by_accident_does_not_reach_the_editor(tmp_path: Path):
    code = (
        "import sys\nfrom shufa_lint.service.language_server import server\n"
        "old = server.examine\n"
        "def loud(*arguments):\n    print('stray words', flush=True)\n    return old(*arguments)\n"
        "server.examine = loud\nfrom shufa_lint.cli import main\nsys.exit(main(['lsp']))"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdin=-1, stdout=-1, stderr=-1, cwd=tmp_path) as process:
        assert process.stdin and process.stdout and process.stderr
        process.stdin.write(BEGIN + OPEN)
        process.stdin.flush()
        said = b""
        while b"publishDiagnostics" not in said:
            length = int(process.stdout.readline().removeprefix(b"Content-Length: "))
            while process.stdout.readline().strip():
                pass
            said += process.stdout.read(length)
        out, err = process.communicate(LEAVE, timeout=30)
    assert b"stray words" in err and b"stray words" not in said + out
