"""Checks in an editor, over the Language Server Protocol. Nothing else knows pygls and lsprotocol."""
