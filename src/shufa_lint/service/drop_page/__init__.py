"""A page in the browser: drop a draft, see its report, take copies home. Nothing is kept.

The server holds bytes that it never looks at; what looks at them runs in processes of its own
(:mod:`shufa_lint.engine.pool`). The browser keeps what it sent, and sends it again for each copy.
"""
