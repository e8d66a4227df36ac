"""The schemas say what the loader says, as far as a schema can, in words for people, and editors find them offline."""

import json
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from jsonschema import Draft7Validator
from pydantic import BaseModel

from shufa_lint import arguments
from shufa_lint.checks import registry
from shufa_lint.checks.genre import Genre, Part, Topic
from shufa_lint.checks.matching import PatternOptions
from shufa_lint.checks.registry import MODULES
from shufa_lint.rulebook import schema
from shufa_lint.rulebook.configuration import Configuration
from shufa_lint.rulebook.errors import SpecificationError, load_toml, validate
from shufa_lint.rulebook.example_layout import ExampleLayout, Line, Number, Page, Type
from shufa_lint.rulebook.json_schema import BESIDE, KINDS, schema_of
from shufa_lint.rulebook.load import rules_root
from shufa_lint.rulebook.waivers import Waiver

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "shufa_lint"
CHECKER = [sys.executable, "-m", "check_jsonschema"]
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def schemas(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("schemas")
    for kind in KINDS:
        (folder / f"{kind}.json").write_text(json.dumps(schema_of(kind)), "utf-8")
    return folder


def faults(schemas: Path, kind: str, *files: Path) -> list[str]:
    """What check-jsonschema, another program, says of TOML files."""
    command = [*CHECKER, "--output-format", "json", "--schemafile", schemas / f"{kind}.json", *files]
    done = subprocess.run(command, capture_output=True, text=True, timeout=100, check=False)
    result = json.loads(done.stdout)
    found = result.get("errors", [])
    assert not result.get("parse_errors") and (done.returncode == 0) == (not found)
    return [f"{Path(error['filename']).name}{error['path']} {error['message']}" for error in found]


def test_the_schemas_are_schemas():
    assert set(KINDS) == set(arguments.SCHEMAS)
    identities = set()
    for kind in KINDS:
        schema_ = schema_of(kind)
        Draft7Validator.check_schema(schema_)
        identities.add(schema_["$id"])
    assert len(identities) == len(KINDS)


def test_all_that_ships_is_valid(schemas: Path):
    rules = [path for path in rules_root().rglob("*.toml") if path.parent.name != "profiles"]
    assert faults(schemas, "rule", *rules) == []
    assert faults(schemas, "profile", *(rules_root() / "profiles").glob("*.toml")) == []
    configurations = [PACKAGE / "rulebook" / "starter.toml", *(ROOT / "fixtures").rglob("shufa-lint.toml")]
    assert faults(schemas, "config", *configurations) == []


WRONG: dict[str, tuple[str, str]] = {
    "ignor": ("config", 'ignor = ["lone-child"]'),
    "errr": ("config", 'fail-on = "errr"'),
    "bad": ("config", '[severity]\nlone-child = "bad"'),
    "lone-chld": ("config", '[severity]\nlone-chld = "info"'),
    "regio": ("config", '[options.foreign-place]\nregio = "韩城市"'),
    "notise": ("config", 'profile = "notise"'),
    "select": ("config", 'select = "numbering"'),
    "fingerprint": ("waivers", '[[waiver]]\npath = "a.txt"\nrule = "x"\nreason = "y"'),
    "unti": ("waivers", f'[[waiver]]\npath = "a"\nrule = "x"\nreason = "y"\nfingerprint = "{"0" * 16}"\nunti = 2026'),
    "extend": ("profile", 'id = "a"\ntitle = "b"\nextend = "base"'),
    "headng": ("profile", 'id = "a"\ntitle = "b"\n[[genre.parts]]\nid = "c"\nname = "d"\nheadng = "e"'),
}  # fmt: skip


@pytest.mark.parametrize("word", WRONG)
def test_what_the_loader_refuses_the_schema_refuses(word: str, schemas: Path, tmp_path: Path, command: Run):
    """A misspelt key, a wrong level, an unknown name: the same files are refused by both."""
    kind, text = WRONG[word]
    file = tmp_path / {"config": "shufa-lint.toml", "waivers": "shufa-lint.waivers.toml"}.get(kind, "a.toml")
    file.write_text(text, "utf-8")
    said = faults(schemas, kind, file)
    assert said and any(word in line or word == "select" for line in said)
    if kind in ("config", "waivers"):
        (tmp_path / "a.txt").write_text("关于学法情况的报告\n", "utf-8")
        assert command("a.txt")[0] == 2
    else:
        with pytest.raises(SpecificationError):
            validate(schema.Profile, load_toml(file)[0], file, text)


RULE = """
id = "a"\ntitle = "b"\ncheck = "%s"\nseverity = "info"\nauthority = "实务"\nmessage = "c"\nwhy = "d"
[options]\n%s\n[[example]]\nname = "e"\n%s
"""


@pytest.mark.parametrize(
    ("check", "options", "example", "valid"),
    [
        ("pattern", "pattern = 'a'", 'bad = "⟦a⟧"', True),
        ("pattern", "pattern = 'a'", 'bad = "⟦a⟧"\n[example.layout.lines]\n1 = { font = "宋体" }', True),
        ("terms", 'terms = { table = "x" }', 'good = "a"', True),
        ("patern", "pattern = 'a'", 'bad = "⟦a⟧"', False),
        ("pattern", "patern = 'a'", 'bad = "⟦a⟧"', False),
        ("pattern", "pattern = 'a'", 'bad = "⟦a⟧"\ngood = "b"', False),
        ("pattern", "pattern = 'a'", "", False),
        ("pattern", "pattern = 'a'", 'bad = "⟦a⟧"\n[example.layout.lines]\n1 = { fnt = "宋体" }', False),
        ("terms", 'terms = { tabel = "x" }', 'good = "a"', False),
    ],
)
def test_a_rule_is_held_to_its_check(check: str, options: str, example: str, valid: bool):
    data = tomllib.loads(RULE % (check, options, example))
    assert Draft7Validator(schema_of("rule")).is_valid(data) == valid


def test_rules_of_ones_own_are_not_called_unknown():
    own = Draft7Validator(schema_of("config"))
    named: dict[str, Any] = {"profile": "qingshi-report", "severity": {"house-title": "info"}}
    named["options"] = {"house-title": {"a": 1}}
    assert not own.is_valid(named)
    assert own.is_valid(named | {"rule-folders": ["本镇规则"]})
    assert not own.is_valid(named | {"rule-folders": ["本镇规则"], "severity": {"house-title": "bad"}})


MODELS = [
    *(Configuration, Waiver, schema.Rule, schema.Fix, schema.Case, schema.Example),
    *(ExampleLayout, Type, Line, Page, Number, schema.Profile, schema.Recognition, Genre, Part, Topic),
]


def test_every_key_is_explained_and_nothing_else_is():
    said = tomllib.loads((PACKAGE / "rulebook" / "keys.toml").read_text("utf-8"))
    conditions = set(PatternOptions.model_fields) | {"pattern"}
    assert set(said.pop("conditions")) <= conditions
    given_by_the_loader = {"family", "table_dates"}
    for model in MODELS:
        keys = {field.alias or name for name, field in model.model_fields.items()}
        assert set(said.pop(model.__name__)) == keys - given_by_the_loader, model.__name__
    assert not said


def models(of: type[BaseModel]) -> Iterator[type[BaseModel]]:
    yield of
    for field in of.model_fields.values():
        for kind in (field.annotation, *get_args(field.annotation)):
            if isinstance(kind, type) and issubclass(kind, BaseModel):
                yield from models(kind)


def test_no_english_and_no_null_reaches_an_editor():
    text = json.dumps([schema_of(kind) for kind in KINDS], ensure_ascii=False)
    assert '"null"' not in text and "prefixItems" not in text and "$defs" not in text
    for check in MODULES:
        for model in models(registry.check(check).Options):
            assert not model.__doc__ or model.__doc__.splitlines()[0] not in text


# The command, and a real editor's engine


def test_schema_prints_and_writes(command: Run, tmp_path: Path):
    code, out, err = command("schema")
    assert (code, err) == (0, "") and json.loads(out) == schema_of("config")
    assert command("schema", "waivers", "-o", "w.json") == (0, "", "")
    assert json.loads((tmp_path / "w.json").read_bytes()) == schema_of("waivers")
    code, out, err = command("schema", "rul")
    assert (code, out) == (2, "") and "rule" in err


def taplo(folder: Path, file: str = "shufa-lint.toml") -> subprocess.CompletedProcess[str]:
    """What editors' TOML plug-ins are made of, told nothing but the file, with no way out."""
    program = shutil.which("taplo", path=str(Path(sys.executable).parent)) or shutil.which("taplo")
    if program is None:
        pytest.skip("taplo is not installed")
    environment = {"HTTPS_PROXY": "http://127.0.0.1:9", "HTTP_PROXY": "http://127.0.0.1:9", "HOME": str(folder)}
    command = [program, "check", file]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=60, check=False)


def test_an_editor_finds_the_schema_beside_what_init_writes(command: Run, tmp_path: Path):
    assert command("init")[0] == 0
    file = tmp_path / "shufa-lint.toml"
    assert file.read_text("utf-8").splitlines()[0] == f"#:schema ./{BESIDE}"
    assert taplo(tmp_path).returncode == 0
    whole = (
        file.read_text("utf-8").replace("# [severity]", "[severity]").replace("# missing-opening", "missing-opening")
    )
    file.write_text(whole, "utf-8")
    assert taplo(tmp_path).returncode == 0
    file.write_text(whole.replace("missing-opening", "missing-openin"), "utf-8")
    refused = taplo(tmp_path)
    assert refused.returncode != 0 and "missing-openin" in refused.stderr + refused.stdout


def test_a_profile_of_ones_own_is_checked_beside_its_schema(command: Run, tmp_path: Path):
    """As README.md says: the schema lies in the rule folder, which the loader does not take for a stray file."""
    page = (ROOT / "README.md").read_text("utf-8")
    ((name, text),) = re.findall(r"^<!-- 文件：(\S*profiles/\S+) -->\n```toml\n(.*?)^```$", page, re.M | re.S)
    file = tmp_path / name
    file.parent.mkdir(parents=True)
    assert command("schema", "profile", "-o", f"{name.split('/')[0]}/profile.schema.json")[0] == 0
    file.write_text(f"#:schema ../profile.schema.json\n{text}", "utf-8")
    (tmp_path / "shufa-lint.toml").write_text(f'rule-folders = ["{name.split("/")[0]}"]\n', "utf-8")
    assert taplo(tmp_path, name).returncode == 0
    code, out, _ = command("rules", "--profile", file.stem)
    assert code == 0 and out
    file.write_text(file.read_text("utf-8").replace("enough_topics", "enough_topic"), "utf-8")
    assert taplo(tmp_path, name).returncode != 0


def test_init_follows_no_link(command: Run, tmp_path: Path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (tmp_path / ".shufa-lint").symlink_to(elsewhere)
    code, _, err = command("init")
    assert code == 2 and "链接" in err
    assert not (tmp_path / "shufa-lint.toml").exists() and not list(elsewhere.iterdir())


def test_init_leaves_what_is_there(command: Run, tmp_path: Path):
    (tmp_path / "shufa-lint.toml").write_text("", "utf-8")
    code, _, err = command("init")
    assert code == 2 and "已经有了" in err
    assert not (tmp_path / ".shufa-lint").exists()


def test_init_writes_all_or_nothing(command: Run, tmp_path: Path):
    (tmp_path / ".shufa-lint").write_text("", "utf-8")
    code, _, err = command("init")
    assert code == 2 and ".shufa-lint 已经有了" in err
    assert not (tmp_path / "shufa-lint.toml").exists()
