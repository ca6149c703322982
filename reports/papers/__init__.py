"""Papers: what a council prints from a position, as one value that every output draws."""
