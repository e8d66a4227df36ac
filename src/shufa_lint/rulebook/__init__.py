"""Rules as data: their schema, how they are loaded, profiles, and the configuration that chooses among them."""
