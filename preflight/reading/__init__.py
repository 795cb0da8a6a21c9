"""Engines that families share: what a word, a date, a URL or a merge tag is. Text in, values out."""
