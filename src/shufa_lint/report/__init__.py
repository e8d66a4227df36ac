"""Findings → bytes, one module an output format. A report sees findings and nothing of checks."""
