"""The outline of a document: numbered headings and clauses as a tree of pydantic models, by a total Lark grammar."""
