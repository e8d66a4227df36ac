"""Findings, fixes and answers into copies of documents."""
