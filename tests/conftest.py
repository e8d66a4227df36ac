"""Hypothesis profiles. ``HYPOTHESIS_PROFILE=stress`` looks at many more; no profile draws new ones every run."""

import os

from hypothesis import HealthCheck, settings

_CALM = (HealthCheck.too_slow, HealthCheck.data_too_large)

settings.register_profile("fast", max_examples=100, deadline=None, derandomize=True, suppress_health_check=_CALM)
settings.register_profile("stress", max_examples=5000, deadline=None, derandomize=True, suppress_health_check=_CALM)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fast"))
