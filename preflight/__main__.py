"""The program: ``preflight``, ``python -m preflight``."""

import gc
import sys

from preflight.cli import main


def run() -> int:
    code = main()
    gc.freeze()  # on its way out the interpreter looks through all objects twice, for nothing
    return code


if __name__ == "__main__":
    sys.exit(run())
