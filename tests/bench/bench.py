"""Measure shufa-lint in ratios: ``python tests/bench/bench.py [--profile]``. No threshold: a reader judges.

The drafts are made here, from a fixed seed, with about as many findings as drafts have that are still full of blanks.
All times are CPU times of whole processes (user and system), so that a busy machine matters little; what is compared
runs in turns. POSIX only.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

SEED = 20240701
DRAFTS = 1000
KB, MB = 1000, 1_000_000
PAIRS = 15
STAGE_DRAFTS = 200
SLOWEST = 8
ENVIRONMENT = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
"""As a user has it: a module is compiled once."""
ENVIRONMENT["SHUFA_LINT_CACHE_DIR"] = ""  # but every document is looked at, unless a cache is what is measured

# Drafts

NUMERALS = "一二三四五六七八九"
MASKS = ("**", "**", "**", "*", "XX", "××", "____", "（ ）")
BODIES = (
    "县水务局", "县林业局", "市医疗保障局", "区商务局", "县农业农村局", "市文化和旅游局", "镇人民政府",
    "街道办事处",
)  # fmt: skip
PLACES = ("白杨", "云岭", "青石", "临江", "长丰", "平湖", "南坪", "东川")
TOPICS = (
    "执法队伍老龄化", "营商环境短板", "群众急难愁盼", "基层治理难点", "招投标领域乱象", "涉企收费", "学用脱节",
    "政务公开滞后", "历史遗留纠纷", "案卷质量不高", "普法形式单一", "议事程序不规范", "重点领域风险",
    "合同管理漏洞",
)  # fmt: skip
LEAD_INS = ("围绕", "针对", "聚焦", "着眼", "对照")
DEEDS = (
    "组织集中学法{n}次", "听取专题汇报{n}次", "旁听庭审{n}场", "审查合同文本{n}件", "出具法律意见{n}份",
    "化解信访积案{n}件", "调处矛盾纠纷{n}起", "举办宣讲活动{n}场", "印发宣传折页{n}份", "排查风险隐患{n}处",
    "督促整改问题{n}个", "评查行政案卷{n}本", "轮训执法骨干{n}人", "接待来访群众{n}批", "公开办事指南{n}条",
    "修订内部制度{n}项", "走访市场主体{n}家", "帮办难题{n}件", "培养法律明白人{n}名", "答复代表建议{n}件",
    "办理复议应诉案件{n}件", "清理证明事项{n}项", "约谈责任单位{n}家", "压缩审批环节{n}个", "建成法治长廊{n}处",
    "开展联合检查{n}轮", "通报典型问题{n}起", "采纳意见建议{n}条",
)  # fmt: skip
RESULTS = (
    "做到有案必立、有诉必应", "办结率为{p}%", "满意率为{p}%", "同比下降{p}%", "全年没有发生败诉案件",
    "推动形成长效机制",
)  # fmt: skip
ACTS = (
    "认真贯彻《法治政府建设实施纲要（2021—2025年）》", "严格执行《重大行政决策程序暂行条例》", "落实“三项制度”",
    "修订《机关议事规则（试行）》", "推行“说理式”执法", "用好“双随机、一公开”监管方式", "坚持重大事项集体研究",
)  # fmt: skip
PARTS = (
    ("履职情况", (
        "带头学法用法", "依法科学决策", "严格规范执法", "深化普法宣传", "主动接受监督", "化解矛盾纠纷", "优化法治环境",
    )),
    ("存在的主要问题", (
        "学法不够系统", "执法力量不足", "普法不够精准",
    )),
    ("下一步工作打算", (
        "压实工作责任", "提升执法质效", "创新普法方式",
    )),
)  # fmt: skip
SERIES = ("一是", "二是", "三是", "四是")


class Writer:
    """Writes paragraphs of plausible text; every so often a number is still a blank, a marker is left, an item lost."""

    def __init__(self, seed: int) -> None:
        self.any = random.Random(seed)

    def number(self) -> str:
        return self.any.choice(MASKS) if self.any.random() < 0.09 else str(self.any.randint(2, 9999))

    def sentence(self) -> str:
        deeds = self.any.sample(DEEDS, self.any.randint(2, 3))
        said = "，".join(deed.format(n=self.number()) for deed in deeds)
        result = self.any.choice(RESULTS).format(p=self.any.randint(11, 99))
        return f"{self.any.choice(LEAD_INS)}{self.any.choice(TOPICS)}，{self.any.choice(ACTS)}，{said}，{result}。"

    def paragraph(self) -> str:
        if self.any.random() < 0.3:
            series = list(SERIES[: self.any.randint(3, 4)])
            if self.any.random() < 0.1:
                del series[1]
            said = "".join(item + self.sentence() for item in series)
        else:
            said = "".join(self.sentence() for _ in range(self.any.randint(2, 4)))
        return "　　" + (said.replace("”", "", 1) if self.any.random() < 0.02 else said) + "\n"

    def section(self, number: str, title: str) -> str:
        marker = "##paidbegin##" if self.any.random() < 0.06 else ""
        head = number.replace("（", "(").replace("）", ")") if self.any.random() < 0.03 else number
        return f"{marker}　　{head}{title}。{self.sentence()}\n" + self.paragraph()

    def opening(self) -> str:
        body = self.any.choice(PLACES) + self.any.choice(BODIES)
        year = self.any.randint(2021, 2024)
        title = f"{body}{year}年度述法报告\n\n"
        return f"{title}　　{year}年，本人认真履行推进法治建设第一责任人职责。现将有关情况报告如下：\n\n"

    def draft(self) -> str:
        """Return one report of about 9 KB."""
        said = [self.opening()]
        for part, (title, headings) in enumerate(PARTS):
            said.append(f"　　{NUMERALS[part]}、{title}\n")
            said += [self.section(f"（{NUMERALS[n]}）", heading) for n, heading in enumerate(headings)]
        return "".join(said)

    def long_draft(self, size: int) -> Iterator[str]:
        """Yield the pieces of one report of *size* bytes, in as many sections as that takes."""
        yield self.opening()
        written = number = 0
        while written < size:
            number += 1
            piece = f"　　{_han(number)}、{PARTS[0][0]}之{_han(number)}\n" if number < 100 else ""
            for n in range(1, 41):
                heading = self.any.choice(PARTS[0][1])
                piece += self.section(f"（{_han(n)}）", heading) + "".join(self.paragraph() for _ in range(4))
            written += len(piece.encode())
            yield piece


def _han(number: int) -> str:
    tens, ones = divmod(number, 10)
    before = "" if tens == 0 else "十" if tens == 1 else NUMERALS[tens - 1] + "十"
    return before + (NUMERALS[ones - 1] if ones else "")


# Processes


class Spent(NamedTuple):
    """What a process cost, with those that it started: CPU seconds, its own largest resident memory in MiB, and how
    many seconds passed."""

    cpu: float
    peak: float
    wall: float


def spend(*command: str) -> Spent:
    """Run *command* and return what it cost; raise where it failed to do its job."""
    began = time.perf_counter()
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, env=ENVIRONMENT)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise SystemExit(f"exit {process.returncode}: {' '.join(command)}")
    unit = MB if sys.platform == "darwin" else 1024
    return Spent(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit, time.perf_counter() - began)


def in_turns(rounds: int, *commands: tuple[str, ...]) -> list[list[float]]:
    """Return the CPU seconds of each command in each round."""
    spent: list[list[float]] = [[] for _ in commands]
    for _ in range(rounds):
        for own, command in zip(spent, commands, strict=True):
            own.append(spend(*command).cpu)
    return spent


def beside(name: str) -> tuple[str, ...]:
    """Return how to call the console script of this interpreter's environment."""
    script = Path(sys.executable).with_name(name)
    return (str(script),) if script.exists() else (sys.executable, "-m", name.replace("-", "_"))


# What is measured


def cold_start(draft: Path) -> None:
    command = beside("shufa-lint")
    model = "from pydantic import BaseModel\nclass Model(BaseModel):\n    number: int\nModel(number=1)"
    bare, imported, shown, floor, checked = in_turns(
        PAIRS,
        (sys.executable, "-c", "pass"),
        (sys.executable, "-c", "import shufa_lint"),
        (*command, "--help"),
        (sys.executable, "-c", model),
        (*command, "--isolated", str(draft), "--output-format", "json"),
    )
    ms = [1000 * statistics.median(each) for each in (bare, imported, shown, floor, checked)]
    ratio = statistics.median(ours / theirs for ours, theirs in zip(checked, floor, strict=True))
    print(f"Cold start, medians of {PAIRS} rounds")
    row("python -c pass", f"{ms[0]:.0f} ms")
    row("import shufa_lint", f"{ms[1] - ms[0]:+.1f} ms", "over the bare interpreter")
    row("shufa-lint --help", f"{ms[2] - ms[0]:+.1f} ms", "over the bare interpreter")
    row("one pydantic model", f"{ms[3]:.0f} ms")
    size = draft.stat().st_size / KB
    row(f"shufa-lint draft.txt ({size:.0f} KB, json)", f"{ms[4]:.0f} ms", f"{ratio:.2f} × one pydantic model")


def throughput(folder: Path, draft: Path) -> None:
    command = (*beside("shufa-lint"), "--isolated", "--output-format", "json", "--jobs", "1")
    (starts,) = in_turns(5, (*command, str(draft)))
    start = statistics.median(starts)
    print("\nThroughput, whole process with start and json report")
    size = sum(path.stat().st_size for path in folder.iterdir())
    spent = spend(*command, str(folder))
    row(f"{DRAFTS:,} drafts, {size / MB:.1f} MB", f"{spent.cpu:.2f} s", f"{size / MB / spent.cpu:.1f} MB/s")
    own: dict[int, float] = {}
    for megabytes in (1, 10):
        path = folder.with_name(f"{megabytes}.txt")
        with path.open("w", encoding="utf-8") as file:
            file.writelines(Writer(SEED).long_draft(megabytes * MB))
        size = path.stat().st_size
        spent = min(spend(*command, str(path)) for _ in range(5 if megabytes == 1 else 2))
        own[megabytes] = (spent.cpu - start) / size
        rate = f"{size / MB / spent.cpu:.1f} MB/s, peak {spent.peak:.0f} MiB"
        row(f"one file of {size / MB:.1f} MB", f"{spent.cpu:.2f} s", rate)
    row("growth from 1 to 10 MB", f"{10 * own[10] / own[1]:.1f} ×", "10 is linear (start subtracted)")


def folders(folder: Path) -> None:
    """Print what several processes and the cache gain; times that passed, which a busy machine makes worse."""
    command = (*beside("shufa-lint"), "--isolated", "--output-format", "json", str(folder))
    cache = str(folder.with_name("cache"))
    runs = {
        "one process": ("--jobs", "1"),
        "as many as help": (),
        "as many as help, cold cache": ("--cache-dir", cache),
        "warm cache": ("--cache-dir", cache),
    }
    print(f"\nThe folder of {DRAFTS:,} drafts")
    one = 0.0
    for name, options in runs.items():
        spent = spend(*command, *options)
        one = one or spent.wall
        row(name, f"{spent.wall:.2f} s", f"{spent.wall / one:.2f} × one process; {spent.cpu:.2f} s of CPU")


def row(what: str, figure: str, remark: str = "") -> None:
    print(f"  {what:<40} {figure:>10}   {remark}".rstrip())


# In a process of its own: shares of the time


class Clock:
    """Adds up CPU time by stage; a stage inside another stops the outer one."""

    def __init__(self) -> None:
        self.spent: Counter[str] = Counter()
        self._stack: list[str] = []
        self._since = 0.0

    def time(self, stage: str, call: Callable[[], Any]) -> Any:
        self._turn()
        self._stack.append(stage)
        try:
            return call()
        finally:
            self._turn()
            self._stack.pop()

    def _turn(self) -> None:
        now = time.process_time()
        if self._stack:
            self.spent[self._stack[-1]] += now - self._since
        self._since = now


def shares(folder: Path) -> None:
    """Print which share of the time each stage takes over some drafts."""
    import dataclasses
    import types

    from shufa_lint.api import Choice, run_report
    from shufa_lint.checks.patterns import PatternSet
    from shufa_lint.engine import lint as engine
    from shufa_lint.engine.plan import Plan
    from shufa_lint.outline.parse import parse
    from shufa_lint.reading.read import read_bytes
    from shufa_lint.report import json as json_report

    clock = Clock()
    choice = Choice(isolated=True)
    planner = choice.for_path(None)[1]
    plain = planner.plan("shufa-report")

    def timed(item: Any) -> Any:
        def find(context: Any, options: Any) -> list[Any]:
            return clock.time(f"check {item.entry.check}", lambda: list(item.check.find(context, options)))

        copy = dataclasses.replace(item)
        copy.__dict__["check"] = types.SimpleNamespace(find=find)  # where the cached property keeps it
        return copy

    plan = Plan(plain.profile, plain.genre, [timed(item) for item in plain.applied], plain.words)

    def watch(owner: Any, name: str, stage: str) -> None:
        own = getattr(owner, name)
        setattr(owner, name, lambda *arguments: clock.time(stage, lambda: own(*arguments)))

    watch(PatternSet, "candidates", "patterns: words that they require")
    watch(PatternSet, "hits", "patterns: one by one")
    watch(engine._Stamp, "finding", "stamping")

    def lint(path: Path) -> Any:
        data = path.read_bytes()
        reading = clock.time("read", lambda: read_bytes(data, path.name))
        document = clock.time("outline", lambda: parse(reading.words))
        return clock.time("choosing and sorting", lambda: engine.apply(plan, reading, document, path.name))

    paths = sorted(folder.iterdir())[:STAGE_DRAFTS]
    lint(paths[0])  # compiles the patterns
    clock.spent.clear()
    run = run_report([lint(path) for path in paths], choice)
    clock.time("json report", lambda: json_report.report(run))
    total = clock.spent.total()
    size = sum(path.stat().st_size for path in paths)
    found = sum(len(report.findings) for report in run.files)
    print(f"\nShares of the time over {len(paths)} drafts ({size / MB / total:.1f} MB/s once started)")
    row("findings", f"{found / len(paths):.1f}", f"a draft, {8 * KB * found / size:.1f} in 8 KB")
    row("rules", f"{len(plain.applied)}")
    checks = {stage: spent for stage, spent in clock.spent.items() if stage.startswith("check ")}
    slowest = sorted(checks, key=lambda stage: -checks[stage])
    for stage, spent in clock.spent.most_common():
        if stage not in checks or stage in slowest[:SLOWEST]:
            row(stage, f"{spent / total:.1%}")
    if rest := slowest[SLOWEST:]:
        row(f"{len(rest)} other check types", f"{sum(checks[stage] for stage in rest) / total:.1%}")


def profile(folder: Path) -> None:
    """Print the functions that take most of the time over some drafts."""
    import cProfile
    import pstats

    from shufa_lint.api import Choice, lint_path

    paths = sorted(folder.iterdir())[:STAGE_DRAFTS]
    choice = Choice(isolated=True)
    lint_path(paths[0], choice=choice)
    with cProfile.Profile() as profiler:
        for path in paths:
            lint_path(path, choice=choice)
    pstats.Stats(profiler).sort_stats("tottime").print_stats(30)


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure shufa-lint in ratios.")
    parser.add_argument("--profile", action="store_true", help="print the slowest functions instead")
    parser.add_argument("--shares", metavar="FOLDER", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.shares:
        shares(options.shares)
        return
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "drafts")
        folder.mkdir()
        for number in range(DRAFTS):
            (folder / f"{number:04}.txt").write_text(Writer(SEED + number).draft(), "utf-8")
        if options.profile:
            profile(folder)
            return
        draft = folder / "0000.txt"
        cold_start(draft)
        throughput(folder, draft)
        folders(folder)
        sys.stdout.flush()
        subprocess.run([sys.executable, __file__, "--shares", str(folder)], check=True)
    print(f"\nmeasured in {time.perf_counter() - began:.0f} s with Python {sys.version.split()[0]}")


if __name__ == "__main__":
    main()
