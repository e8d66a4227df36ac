"""A page for the browser and the printer: the document on one side, its findings on the other, linked both ways.

Three ways in, all of which give one self-contained file in UTF-8 that asks nothing of any network:

- :func:`report`: the format ``html`` of a run, whatever the number of its documents;
- :func:`page`: the page of one document, for whoever keeps a file a document;
- :func:`index`: a table of documents, made of :class:`Row`, whose pages may lie in files of their own.

:func:`frame_policy` is for whoever shows a page in a frame.

All that comes from a document, its name included, is text to the page and never mark-up.
The page is Chinese, whatever language the program speaks: it goes to the office that the document comes from.
"""

from __future__ import annotations

from shufa_lint.report.html.index import Row, index, row_of
from shufa_lint.report.html.page import page, report
from shufa_lint.report.html.paper import frame_policy

__all__ = ["Row", "frame_policy", "index", "page", "report", "row_of"]
