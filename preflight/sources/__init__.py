"""One module per kind of thing that a delivery can be kept in."""
