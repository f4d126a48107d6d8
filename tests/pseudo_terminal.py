"""A wizard process on a pseudo-terminal, as a user sees it."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

from tests.conftest import ROOT

_MOVES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\r")
_REDRAW_SECONDS = 3


class Terminal:
    """A wizard process on a pseudo-terminal.

    seen: what has come since the last keys, without colours and moves of the cursor
    """

    def __init__(self, *argv: str | Path, columns: int = 80, term: str = "xterm") -> None:
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        env = os.environ | {"PYTHONPATH": str(ROOT), "TERM": term, "COLUMNS": str(columns), "LINES": "24"}
        self.process = subprocess.Popen([sys.executable, "-m", "advisor", "ask", *map(str, argv)], stdin=slave,
                                        stdout=slave, stderr=slave, env=env, start_new_session=True)  # fmt: skip
        self.before = termios.tcgetattr(slave)
        self.slave = slave
        self._came = self.everything = b""

    @property
    def seen(self) -> str:
        """Made of everything that came at once: a sequence or a sign may come in two pieces."""
        return _MOVES.sub("", self._came.decode(errors="replace"))

    def wait_for(self, text: str) -> str:
        """What has come up to a text, which may be wrapped; what follows it is kept for the next time."""
        end = time.monotonic() + 60
        redraw = time.monotonic() + _REDRAW_SECONDS
        pattern = re.compile(r"\s+".join(map(re.escape, text.split())))
        while not (found := pattern.search(self.seen)):
            assert time.monotonic() < end, self.seen
            if time.monotonic() > redraw:  # where keys come in pieces, only what they change is drawn
                self.process.send_signal(signal.SIGWINCH)
                redraw += _REDRAW_SECONDS
            self._read()
        seen = self.seen
        self._came = seen[found.end() :].encode()
        return seen[: found.end()]

    def _read(self) -> None:
        if select.select([self.master], [], [], 0.2)[0]:
            before = self._came.count(b"\x1b[6n")
            chunk = os.read(self.master, 65536)
            self._came, self.everything = self._came + chunk, self.everything + chunk
            if self._came.count(b"\x1b[6n") > before:  # prompt_toolkit asks where the cursor is
                os.write(self.master, b"\x1b[1;1R")

    def type(self, keys: str) -> None:
        self._came = b""
        os.write(self.master, keys.encode())

    def exit_code(self) -> int:
        """The exit code of the process, which is about to end."""
        return self.process.wait(timeout=30)

    def is_as_before(self) -> bool:
        """Whether the terminal reads lines and echoes again, as it did before the process."""
        return termios.tcgetattr(self.slave) == self.before

    def hang_up(self) -> None:
        """Go away, as a closed window does."""
        os.close(self.slave)
        os.close(self.master)

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.hang_up()
