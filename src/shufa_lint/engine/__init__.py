"""Rulebook × document → findings."""
