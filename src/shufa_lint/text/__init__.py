"""Characters: spans, edits, and text that knows its lines. Imports nothing else of the project."""
