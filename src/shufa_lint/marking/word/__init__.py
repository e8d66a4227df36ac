"""Copies of Word documents: comments beside the words at fault, tracked changes, filled blanks."""
