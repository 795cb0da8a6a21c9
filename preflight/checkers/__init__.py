"""One module per family. Each offers ``RULES``, ``Options`` and ``check`` or ``review`` (see ``model.Checker``)."""
