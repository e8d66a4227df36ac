"""Documents that are laid out for good (PDF, OFD): characters on pages, and the text that they were printed from."""
