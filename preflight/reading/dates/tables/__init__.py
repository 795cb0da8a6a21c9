"""One module per language, each a ``LANGUAGE``. The next language is one more of these."""
