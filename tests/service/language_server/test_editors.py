"""The settings that README.md shows for editors, tried in Neovim as far as it is here."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pygls", reason="pygls is not installed (the extra lsp)")

README = (Path(__file__).parents[3] / "README.md").read_text("utf-8")
NEOVIM = shutil.which("nvim")
needs_neovim = pytest.mark.skipif(NEOVIM is None, reason="Neovim is not installed")
DRAFT = "关于𠮷林学法情况的报告\n一、学法\n𠮷全年学法**次。##paidbegin##\n三、用法\n依法决策，依法行政。\n"


def settings(editor: str, language: str) -> str:
    (text,) = re.findall(rf"<!-- 编辑器：{re.escape(editor)} -->\n```{language}\n(.*?)\n```", README, re.S)
    return text


DRIVE = """
local function wait(holds) assert(vim.wait(20000, holds, 20), "nothing came") end
local function shown()
  local found = {}
  for _, d in ipairs(vim.diagnostic.get(0)) do
    found[d.code or d.user_data.lsp.code] = { d.lnum, d.col, d.end_col, d.severity, d.source }
  end
  return found
end
local function ask(method, extra)
  local params = vim.lsp.util.make_position_params()
  for key, value in pairs(extra or {}) do params[key] = value end
  for _, answer in pairs(vim.lsp.buf_request_sync(0, method, params, 20000)) do return answer.result end
end
local out = {}
wait(function() return shown()["asterisk-placeholder"] end)
out.first = shown()
vim.api.nvim_win_set_cursor(0, { 3, 16 })  -- bytes
out.hover = ask("textDocument/hover").contents.value
out.outline = vim.tbl_map(function(each) return each.name end, ask("textDocument/documentSymbol"))
local range = { start = { line = 2, character = 13 }, ["end"] = { line = 2, character = 13 } }
local actions = ask("textDocument/codeAction", { range = range, context = { diagnostics = {} } })
for _, action in ipairs(actions) do
  if action.isPreferred then vim.lsp.util.apply_workspace_edit(action.edit, "utf-16") break end
end
wait(function() return not shown()["stray-marker"] end)
out.line = vim.api.nvim_buf_get_lines(0, 2, 3, true)[1]
vim.fn.inputlist = function(lines) out.question = lines return 1 end
range = { start = { line = 2, character = 8 }, ["end"] = { line = 2, character = 8 } }
for _, action in ipairs(ask("textDocument/codeAction", { range = range, context = { diagnostics = {} } })) do
  if action.command then ask("workspace/executeCommand", action.command) end
end
wait(function() return not shown()["asterisk-placeholder"] end)
vim.api.nvim_buf_set_lines(0, -1, -1, true, { "学法××次。" })
wait(function() return shown()["cross-placeholder"] end)
out.last = shown()
vim.fn.writefile({ vim.json.encode(out) }, "out.json")
vim.cmd("qa!")
"""


@needs_neovim
def test_a_draft_is_written_in_neovim(tmp_path: Path):
    binaries = tmp_path / "bin"
    binaries.mkdir()
    (binaries / "shufa-lint").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m shufa_lint "$@"\n', "utf-8")
    (binaries / "shufa-lint").chmod(0o755)
    (tmp_path / "init.lua").write_text(settings("Neovim 0.7", "lua"), "utf-8")
    (tmp_path / "drive.lua").write_text(
        f"local ok, why = xpcall(function()\n{DRIVE}\nend, debug.traceback)\n"
        'if not ok then vim.fn.writefile({ why }, "why.txt") vim.cmd("cq!") end\n',
        "utf-8",
    )
    (tmp_path / "稿.txt").write_text(DRAFT, "utf-8")
    environment = {**os.environ, "PATH": f"{binaries}{os.pathsep}{os.environ['PATH']}", "HOME": str(tmp_path)}
    environment |= {"XDG_STATE_HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}
    assert NEOVIM
    command = [NEOVIM, "--headless", "--clean", "-u", "init.lua", "稿.txt", "-c", "luafile drive.lua"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=90)
    why = tmp_path / "why.txt"
    assert done.returncode == 0, why.read_text("utf-8") if why.exists() else done.stderr
    out: dict[str, Any] = json.loads((tmp_path / "out.json").read_text("utf-8"))
    line = DRAFT.splitlines()[2].encode()
    start = line.index(b"**")
    assert out["first"]["asterisk-placeholder"] == [2, start, start + 2, 1, "shufa-lint"]
    assert {"stray-marker", "ordinal-gap"} <= set(out["first"])
    assert "必须改" in out["hover"] and out["outline"][:2] == ["关于𠮷林学法情况的报告", "一、学法"]
    assert out["line"] == "𠮷全年学法**次。"
    assert any("已经核对" in choice for choice in out["question"])
    assert "⟦**⟧" in (tmp_path / "shufa-lint.waivers.toml").read_text("utf-8")
    assert "asterisk-placeholder" not in out["last"] and "cross-placeholder" in out["last"]


@needs_neovim
def test_the_settings_for_a_newer_neovim_are_lua(tmp_path: Path):
    (tmp_path / "new.lua").write_text(settings("Neovim 0.11", "lua"), "utf-8")
    code = "lua local f, why = loadfile('new.lua') if not f then io.stderr:write(why) vim.cmd('cq') end"
    assert NEOVIM
    done = subprocess.run([NEOVIM, "--headless", "--clean", "-c", code, "-c", "qa!"], cwd=tmp_path, timeout=60)
    assert done.returncode == 0


def test_the_settings_for_other_editors_start_the_server():
    helix = tomllib.loads(settings("Helix", "toml"))
    assert helix["language-server"]["shufa-lint"] == {"command": "shufa-lint", "args": ["lsp"]}
    assert all(each["language-servers"] == ["shufa-lint"] for each in helix["language"])
    code = json.loads(settings("VS Code", "json"))
    assert code["glspc.server.commandArguments"] == ["lsp", "--stdio"]
    assert code["glspc.server.languageId"] == ["plaintext", "markdown"]
