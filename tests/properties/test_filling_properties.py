"""A form is made, the draft is edited, the form is filled in: each answer goes into the blank it was given for, or
nowhere. The drafts here know their blanks by name, whatever happens to the text around them."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from shufa_lint.engine.filling import Filled, fill, look
from shufa_lint.engine.form import Answered
from shufa_lint.engine.plan import Planner
from shufa_lint.engine.rewriting import TextRewriter
from shufa_lint.reading.read import read_bytes
from shufa_lint.reading.sheet import Cell
from shufa_lint.rulebook.configuration import Chosen

PATTERNS = (
    "全年开展{}宣传活动□次。",
    "受理{}案件□件，办结□件。",
    "组织{}专题培训□期，培训□人次；",
    "走访{}群众□户；",
    "共□件。",
    "召开{}会议□次，印发文件□份，落实到位。",
    "各项{}工作平稳有序。",
    "同比多办□件；",
)
TOPICS = ("宪法", "民法典", "禁毒", "信访", "法治", "安全生产")
NEW_TOPICS = ("反诈", "环保", "消防", "防汛", "养老")
HEADINGS = ("履职情况", "存在问题", "执法监督", "普法宣传", "诉源治理")

Sentence = list[str]
"""Its words; a blank is a name that begins with □."""


@dataclass
class Draft:
    sections: list[tuple[str, list[list[Sentence]]]]
    counter: int = 0
    parents: dict[str, str] = field(default_factory=dict)

    def sentence(self, pattern: str, topic: str) -> Sentence:
        words = pattern.format(topic).split("□")
        made = [words[0]]
        for word in words[1:]:
            made += [self.blank(), word]
        return made

    def blank(self, parent: str = "") -> str:
        self.counter += 1
        name = f"□{self.counter}"
        self.parents[name] = self.parents.get(parent, "") or name
        return name

    def render(self, given: dict[str, str]) -> str:
        lines = ["关于法治建设情况的报告", "　　现将有关情况报告如下。"]
        for number, (heading, paragraphs) in enumerate(self.sections):
            lines.append(f"{'一二三四五六七八九十'[number]}、{heading}")
            for paragraph in paragraphs:
                words = (given.get(word, "**") if word[:1] == "□" else word for item in paragraph for word in item)
                lines.append("　　" + "".join(words))
        return "\n".join(lines) + "\n"

    def blanks(self) -> list[str]:
        return [
            word
            for _, paragraphs in self.sections
            for paragraph in paragraphs
            for sentence in paragraph
            for word in sentence
            if word[:1] == "□"
        ]

    def paragraphs(self) -> list[tuple[list[list[Sentence]], int]]:
        return [(paragraphs, at) for _, paragraphs in self.sections for at in range(len(paragraphs))]

    def copy(self, paragraph: list[Sentence]) -> list[Sentence]:
        return [[self.blank(word) if word[:1] == "□" else word for word in sentence] for sentence in paragraph]


def draft(chance: random.Random) -> Draft:
    made = Draft([])
    for heading in chance.sample(HEADINGS, chance.randint(2, 4)):
        paragraphs = []
        for _ in range(chance.randint(1, 3)):
            count = chance.randint(1, 4)
            paragraphs.append([made.sentence(chance.choice(PATTERNS), chance.choice(TOPICS)) for _ in range(count)])
        made.sections.append((heading, paragraphs))
    return made


# Edits: what happens to a draft between the form and its return


def move(draft: Draft, chance: random.Random) -> None:
    home, at = chance.choice(draft.paragraphs())
    paragraph = home.pop(at)
    target = chance.choice(draft.sections)[1]
    target.insert(chance.randint(0, len(target)), paragraph)


def delete(draft: Draft, chance: random.Random) -> None:
    home, at = chance.choice(draft.paragraphs())
    del home[at]


def delete_sentence(draft: Draft, chance: random.Random) -> None:
    home, at = chance.choice(draft.paragraphs())
    del home[at][chance.randrange(len(home[at]))]
    if not home[at]:
        del home[at]


def duplicate(draft: Draft, chance: random.Random) -> None:
    home, at = chance.choice(draft.paragraphs())
    target = chance.choice(draft.sections)[1]
    target.insert(chance.randint(0, len(target)), draft.copy(home[at]))


def insert(draft: Draft, chance: random.Random) -> None:
    made = [draft.sentence(chance.choice(PATTERNS[:4]), chance.choice(NEW_TOPICS)) for _ in range(chance.randint(1, 2))]
    if chance.random() < 0.5:
        target = chance.choice(draft.sections)[1]
        target.insert(chance.randint(0, len(target)), made)
    else:
        home, at = chance.choice(draft.paragraphs())
        home[at][:0] = made


def insert_blank(draft: Draft, chance: random.Random) -> None:
    home, at = chance.choice(draft.paragraphs())
    sentence = chance.choice(home[at])
    sentence[:0] = ["会同", draft.blank(), "个部门"]


def fill_by_hand(draft: Draft, chance: random.Random) -> None:
    home, at = chance.choice(draft.paragraphs())
    sentence = chance.choice(home[at])
    blanks = [number for number, word in enumerate(sentence) if word[:1] == "□"]
    if blanks:
        sentence[chance.choice(blanks)] = str(chance.randint(2, 60))


def reword(draft: Draft, chance: random.Random) -> None:
    home, at = chance.choice(draft.paragraphs())
    sentence = chance.choice(home[at])
    sentence[0] = sentence[0].replace("开展", "组织开展").replace("受理", "共受理") or "其中，"


def rename(draft: Draft, chance: random.Random) -> None:
    at = chance.randrange(len(draft.sections))
    draft.sections[at] = ("推进依法治理", draft.sections[at][1])


def swap_sections(draft: Draft, chance: random.Random) -> None:
    chance.shuffle(draft.sections)


def repunctuate(draft: Draft, chance: random.Random) -> None:
    home, at = chance.choice(draft.paragraphs())
    home[at] = [[word.replace("，", ",") if word[:1] != "□" else word for word in item] for item in home[at]]


EDITS: tuple[Callable[[Draft, random.Random], None], ...] = (
    *(move, delete, delete_sentence, duplicate, insert, insert_blank, fill_by_hand, reword, rename, swap_sections),
    repunctuate,
)


@cache
def planner() -> Planner:
    return Planner(Chosen())


def rewriter(text: str) -> TextRewriter:
    data = text.encode()
    return TextRewriter(read_bytes(data, "a.txt"), data, "a.txt")


def form_of(draft: Draft) -> list[Answered]:
    text = draft.render({})
    asked = look(read_bytes(text.encode(), "a.txt"), planner(), "a.txt")
    assert len(asked.blanks) == len(draft.blanks())
    return [
        Answered(number, "a.txt", "", Cell(str(1000 + number)), str(locator))
        for number, locator in enumerate(asked.locators, 2)
    ]


def attempt(seed: int) -> tuple[Draft, list[str], dict[str, str], Filled]:
    """Make a draft and its form, edit the draft and fill it in."""
    chance = random.Random(seed)
    made = draft(chance)
    form, names, before = form_of(made), made.blanks(), dict(_places(made))
    for _ in range(chance.randint(0, 4)):
        if made.paragraphs():
            chance.choice(EDITS)(made, chance)
    filled = fill(rewriter(made.render({})), planner(), "a.txt", form)
    return made, names, before, filled


def wrongly_filled(edited: Draft, names: list[str], before: dict[str, str], filled: Filled) -> str:
    """Return the text that was made, where it is not the one in which each answer stands in its own blank.

    Of a blank that was copied and then deleted or rewritten, the only copy that is as it was counts as the blank: as
    far as the text tells, it was moved.
    """
    after = dict(_places(edited))
    given = {}
    for row, answer in filled.answers:
        name = names[row.number - 2]
        same = [other for other in after if edited.parents[other] == name and after[other] == before[name]]
        given[same[0] if len(same) == 1 else name] = answer
    text = filled.data.decode()
    return "" if text == edited.render(given) else text


@given(st.integers(min_value=0, max_value=10**9))
def test_nothing_is_filled_wrongly(seed: int):
    assert not wrongly_filled(*attempt(seed))


@given(st.integers(min_value=0, max_value=10**9))
def test_a_draft_that_was_not_edited_is_filled_whole(seed: int):
    made = draft(random.Random(seed))
    form = form_of(made)
    filled = fill(rewriter(made.render({}).replace("\n", "\r\n")), planner(), "a.txt", form)
    answers = dict(zip(made.blanks(), (row.answer.text for row in form), strict=True))
    assert filled.data.decode() == made.render(answers).replace("\n", "\r\n")
    assert not filled.left.blanks and not filled.refused


def test_nearly_all_that_is_not_ambiguous_is_filled():
    """Not ambiguous: the sentence is as it was, occurs once, and has words enough to know it by."""
    clear = done = 0
    for seed in range(150):
        chance = random.Random(seed)
        original = draft(chance)
        before = Counter(_sentences(original))
        edited, names, _, filled = attempt(seed)
        after = Counter(_sentences(edited))
        filled_names = {names[row.number - 2] for row, _ in filled.answers}
        for name, words in _places(edited):
            if name in names and before[words] == after[words] == 1 and len(words) >= 12:
                clear += 1
                done += name in filled_names
    assert clear > 300
    assert done / clear >= 0.99


def _sentences(draft: Draft) -> list[str]:
    return [
        "".join("□" if word[:1] == "□" else word for word in item) for _, ps in draft.sections for p in ps for item in p
    ]


def _places(draft: Draft) -> list[tuple[str, str]]:
    return [
        (name, "".join("□" if word[:1] == "□" else word.replace(",", "，") for word in item))
        for _, paragraphs in draft.sections
        for paragraph in paragraphs
        for item in paragraph
        for name in item
        if name[:1] == "□"
    ]
