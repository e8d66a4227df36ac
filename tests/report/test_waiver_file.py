import tomllib
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from shufa_lint.report.waiver_file import render
from shufa_lint.rulebook.waivers import Waiver, load_waivers

paths = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\\/"), min_size=1, max_size=8).filter(
    lambda name: name not in (".", "..")
)
waivers = st.builds(
    Waiver,
    path=st.lists(paths, min_size=1, max_size=3).map("/".join),
    rule=st.sampled_from(["ordinal-gap", "stray-marker"]),
    fingerprint=st.from_regex(r"\A[0-9a-f]{16}(-[1-9])?\Z"),
    quote=st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    reason=st.text(st.characters(exclude_categories=["Cs"]), max_size=20).map(lambda text: f"理由{text}"),
    who=st.sampled_from(["", "王平", 'a"b\\c']),
    until=st.sampled_from([None, "2026-12-31"]),
)
files = st.lists(waivers, max_size=6, unique_by=lambda waiver: waiver.key).map(
    lambda found: tuple(sorted(found, key=lambda waiver: waiver.key))
)


def one(number: int, **changes: str) -> Waiver:
    given = {"path": "a.txt", "rule": "ordinal-gap", "fingerprint": f"{number:016x}", "reason": "原文如此"}
    return Waiver(**(given | changes))


@given(files, files)
def test_what_is_written_is_read_again(tmp_path_factory, first: tuple[Waiver, ...], second: tuple[Waiver, ...]):
    folder = tmp_path_factory.getbasetemp() / "waivers"  # nowhere above the drafts of other tests
    folder.mkdir(exist_ok=True)
    file = folder / "shufa-lint.waivers.toml"
    file.write_bytes(render(first))
    read = load_waivers(file)
    assert read.waivers == first
    assert render(first, read.text, read.waivers) == render(first)
    changed = render(second, read.text, read.waivers)
    file.write_bytes(changed)
    assert load_waivers(file).waivers == second
    assert changed == render(second)


def test_it_says_what_people_need_to_know() -> None:
    text = render([one(1, quote="学法⟦**⟧次", who="王平", until="2026-12-31")]).decode()
    assert text.startswith("# shufa-lint 的豁免")
    assert tomllib.loads(text)["waiver"][0]["until"].isoformat() == "2026-12-31"
    assert text.endswith('quote = "学法⟦**⟧次"\nreason = "原文如此"\nwho = "王平"\nuntil = 2026-12-31\n')


def test_the_comments_of_people_stay(tmp_path: Path) -> None:
    file = tmp_path / "shufa-lint.waivers.toml"
    file.write_text(
        "# 每月底过一遍。王平\n\n# 引的是旧文件\n[[waiver]]  # 已问过法规处\n"
        'rule = "ordinal-gap"\npath = "b.txt"\nfingerprint = "0000000000000002"\nreason = "原文如此"\n',
        "utf-8",
    )
    read = load_waivers(file)
    text = render([one(1), *read.waivers], read.text, read.waivers).decode()
    assert text.startswith("# 每月底过一遍。王平\n\n[[waiver]]\n")
    assert text.endswith('\n\n# 引的是旧文件\n[[waiver]]  # 已问过法规处\nrule = "ordinal-gap"\npath = "b.txt"\n'
                         'fingerprint = "0000000000000002"\nreason = "原文如此"\n')  # fmt: skip
    changed = render([one(2, path="b.txt", reason="法规处同意")], read.text, read.waivers).decode()
    assert changed.startswith("# 每月底过一遍。王平\n\n# 引的是旧文件\n[[waiver]]\n") and "法规处同意" in changed


def test_a_file_of_another_form_is_written_anew(tmp_path: Path) -> None:
    file = tmp_path / "shufa-lint.waivers.toml"
    entry = '{path = "a.txt", rule = "ordinal-gap", fingerprint = "0000000000000001", reason = "原文如此"}'
    file.write_text(f"waiver = [{entry}]\n", "utf-8")
    read = load_waivers(file)
    assert render([*read.waivers, one(2)], read.text, read.waivers) == render([one(1), one(2)])
