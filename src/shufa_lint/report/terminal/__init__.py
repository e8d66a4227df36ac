"""Findings → a terminal, for people. The only package that knows rich."""
