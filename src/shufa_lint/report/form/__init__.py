"""The form of the blanks, one module an output format. The engine says what stands in it."""
