"""The process: ``python -m advisor`` and the installed command are the command line."""

import contextlib
import gc
import os
import sys

from advisor.cli import main
from advisor.process import signals, streams


def run() -> None:
    """Run the command line of this process and end it."""
    gc.disable()  # a command makes many objects that live until it ends, and little garbage
    streams.make_safe()
    signals.heed()
    code = main()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError):  # what cannot be printed was told
            stream.flush()
    os._exit(code)  # freeing every object first would take a tenth of a short command's time


if __name__ == "__main__":
    run()
