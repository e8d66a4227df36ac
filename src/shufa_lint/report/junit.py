"""The XML of test results that Jenkins, GitLab and others show: a document is a suite, a finding a test of it.

A finding that makes its document fail is a failed test, any other one a passed test with a remark, one that is waived a
skipped test. Names of tests say the rule and the fingerprint, which an edit elsewhere does not change.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from shufa_lint.engine.model import SEVERITIES, FileReport, RunReport
from shufa_lint.engine.plan import RULE_FAILURE
from shufa_lint.report.markup import written
from shufa_lint.report.place import relative, shown
from shufa_lint.report.told import Told, told_of
from shufa_lint.report.verdict import remarks, verdict
from shufa_lint.report.visible import visible


def report(run: RunReport) -> bytes:
    """Return all documents with their findings, in UTF-8; nothing in it depends on the time."""
    root = Element("testsuites", name="shufa-lint")
    suites = [_suite(file, run) for file in run.files]
    root.extend(suites)
    for count in ("tests", "failures", "errors"):
        root.set(count, str(sum(int(suite.get(count, "0")) for suite in suites)))
    return written(root)


def _suite(file: FileReport, run: RunReport) -> Element:
    name = shown(relative(file.path))
    suite = Element("testsuite", name=name)
    for item in told_of(file, with_waived=run.show_waived):
        title = visible(run.titles.get(item.finding.rule, item.finding.rule))
        named = f"{title} {item.finding.rule} [{item.finding.fingerprint}]"
        _outcome(SubElement(suite, "testcase", classname=name, name=named), item)
    if not file.findings:
        SubElement(suite, "testcase", classname=name, name=verdict(file))
    suite.set("tests", str(len(suite)))
    for count, outcome in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(count, str(len(suite.findall(f"testcase/{outcome}"))))
    if said := remarks(file):
        SubElement(suite, "system-out").text = "\n".join(said)
    return suite


def _outcome(case: Element, item: Told) -> None:
    words = "\n".join([f"{item.path_shown} {item.place}", f"【{item.weight}】{item.message}", *item.advice])
    if item.waiver:
        SubElement(case, "skipped", message=item.message)
    elif item.finding.rule == RULE_FAILURE:
        SubElement(case, "error", type=item.finding.rule, message=item.message).text = words
    elif _counts(item):
        SubElement(case, "failure", type=item.severity, message=item.message).text = words
    else:
        SubElement(case, "system-out").text = words


def _counts(item: Told) -> bool:
    """Say whether the finding is one that its document fails for."""
    limit = item.file.fail_on
    return limit != "never" and SEVERITIES.index(item.severity) <= SEVERITIES.index(limit)
