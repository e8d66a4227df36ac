"""``python -m shufa_lint`` is the command ``shufa-lint``."""

import sys

from shufa_lint.cli import main

sys.exit(main())
