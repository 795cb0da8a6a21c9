"""One module per report format: a Report becomes text."""
