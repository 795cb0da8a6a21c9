"""``preflight desk``: the whole check in a browser, for people without a terminal.

A web server for one person on one computer. ``guard`` decides who may speak to it, ``app`` is what it answers,
``checks`` runs the same pipeline as the command line in a process of its own, so that a check can be stopped, and
everything that is kept is a plain file in the client's folder (``clients``, ``dropped``, ``memories``).
"""
