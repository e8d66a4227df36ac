"""Word documents (.docx): their text as Word shows it, where each character stands, and how it is laid out."""
