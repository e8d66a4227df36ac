"""Rules that a user brings are run by another engine: everything that the built-in rules say must hold there too."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
DISTRUSTING = """
import sys, pytest
from shufa_lint.checks import patterns
from shufa_lint.rulebook.load import load_rulebook
from shufa_lint.rulebook.schema import Profile

every = patterns.PatternSet.__init__
def distrusting(self, members, *rest, **named):
    members = list(members)
    for member in members:
        patterns.distrust(member)
    every(self, members, *rest, **named)
patterns.PatternSet.__init__ = distrusting

rulebook = load_rulebook()
for name, given in rulebook.given.items():
    type(rulebook.options[name]).model_validate(given)  # no context says that they are to be trusted
for profile in rulebook.profiles.values():
    Profile.model_validate(profile.model_dump(exclude_unset=True, by_alias=True))

sys.exit(pytest.main(["rules", "-q", "-p", "no:cacheprovider", "-p", "no:xdist"]))
"""


def test_all_examples_hold_under_the_engine_for_rules_from_outside():
    done = subprocess.run([sys.executable, "-c", DISTRUSTING], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
    assert " passed" in done.stdout
