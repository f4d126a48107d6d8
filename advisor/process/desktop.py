"""The desktop that a terminal may belong to: its viewer of pictures, and its clipboard.

Nothing is offered that is not there: without a screen there is no viewer, and a tool that fails is one
that is not there.
"""

import os
import shutil
import subprocess
import sys
import threading

_COPY_SECONDS = 2
_CLIPBOARDS = (
    ("pbcopy", ["pbcopy"], ""),
    ("clip", ["clip"], ""),
    ("wl-copy", ["wl-copy"], "WAYLAND_DISPLAY"),
    ("xclip", ["xclip", "-selection", "clipboard"], "DISPLAY"),
    ("xsel", ["xsel", "--clipboard", "--input"], "DISPLAY"),
)
"""Programs, how each takes a text, and the variable without which it has nowhere to put it."""


def has_viewer() -> bool:
    """Whether this desktop can open a file."""
    return sys.platform == "win32" or _opener() is not None


def view(path: str) -> str:
    """Open a file with the desktop's own program; what went wrong, empty if nothing did."""
    try:
        if sys.platform == "win32":
            os.startfile(os.path.abspath(path))  # noqa: S606 - the user's own choice
        else:
            _start([_opener() or "xdg-open", os.path.abspath(path)])
    except OSError as error:
        return f"{path} cannot be opened: {error.strerror}"
    return ""


def _start(command: list[str]) -> None:
    """Start a program of its own session, that lives on when this one ends. Raises OSError."""
    quiet = subprocess.DEVNULL
    started = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)  # noqa: S603
    threading.Thread(target=started.wait, daemon=True).start()  # somebody has to take note of its end


def _opener() -> str | None:
    """The program that opens files; None where there is none, or no screen."""
    if sys.platform == "darwin":
        return shutil.which("open")
    has_screen = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return shutil.which("xdg-open") if has_screen else None


def copy(text: str) -> bool:
    """Put a text on the clipboard; whether it is there."""
    for name, command, screen in _CLIPBOARDS:
        if shutil.which(name) and (not screen or os.environ.get(screen)):
            return _piped(command, text)
    return False


def _piped(command: list[str], text: str) -> bool:
    data, quiet = text.encode(), subprocess.DEVNULL
    try:
        subprocess.run(command, input=data, timeout=_COPY_SECONDS, check=True, stdout=quiet, stderr=quiet)  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return False
    return True
