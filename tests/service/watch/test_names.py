"""No two drafts have results of one name, on whatever file system these lie, whatever the order they are seen in."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from shufa_lint.service.watch.names import PAGE, bases
from shufa_lint.service.watch.scan import is_draft

_STEM = st.text(st.sampled_from("aAéｅ报告.~ 😀ßẞ"), min_size=1, max_size=4).filter(lambda name: name.strip(". "))
_NAME = st.builds("".join, st.tuples(_STEM, st.sampled_from([".txt", ".TXT", ".docx", ".md", ""])))
_PATH = st.builds(lambda folder, name: f"{folder}{name}", st.sampled_from(["", "甲镇/", "A/", "a/"]), _NAME)


def folded(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


@given(st.sets(_PATH, max_size=12), st.randoms())
def test_names_differ_and_do_not_depend_on_order(paths: set[str], luck):
    found = bases(paths)
    assert set(found) == paths
    assert len({folded(base) for base in found.values()}) == len(paths)
    assert all(base.rpartition("/")[0] == path.rpartition("/")[0] for path, base in found.items())
    shuffled = sorted(paths)
    luck.shuffle(shuffled)
    assert bases(shuffled) == found


@given(st.sets(st.text(st.characters(exclude_characters="/\0"), min_size=100, max_size=255), max_size=4))
def test_names_are_no_longer_than_file_systems_take(names: set[str]):
    paths = {name.encode("utf-8", "ignore")[:250].decode("utf-8", "ignore") + ".txt" for name in names}
    found = bases(path for path in paths if path.strip("."))
    assert all(len(f"{base}{PAGE}".encode("utf-8", "surrogateescape")) <= 255 for base in found.values())
    assert len(set(found.values())) == len(found)


def test_what_a_draft_is():
    drafts = ["述法报告.docx", "a.TXT", "扫描.pdf", "老.doc", "a.wps", "x.ofd"]
    others = [
        "~$法报告.docx",
        "~WRL0001.tmp",
        ".a.txt",
        ".~lock.a.docx#",
        "a.tmp",
        "a.docx.part",
        "a.xlsx",
        "无",
        "a.bak",
    ]
    assert all(map(is_draft, drafts)) and not any(map(is_draft, others))
