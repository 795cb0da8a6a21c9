"""The commands around a check. Each takes its arguments and something to say lines with, and returns the exit code."""
