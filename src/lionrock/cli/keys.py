"""Single key presses from a terminal; whole lines where standard input is something else."""

import os
import select
import signal
import sys
import termios
import threading
import tty
from types import TracebackType
from typing import Any

_ESCAPE, _END = b"\x1b", b"\x04"
_MOST = 64


class Keys:
    """Reads keys one by one; use it in a `with`, which gives the terminal back as it was."""

    def __init__(self) -> None:
        self._before: list[Any] | None = None
        self._pressed = b""
        self._woken: tuple[int, int] | None = None
        try:
            self._handle = sys.stdin.fileno()
        except (OSError, ValueError):  # a stand-in without a file behind it
            self._handle = -1

    def __enter__(self) -> "Keys":
        if self._handle >= 0 and os.isatty(self._handle):
            self._before = termios.tcgetattr(self._handle)
            tty.setcbreak(self._handle, termios.TCSADRAIN)
            if threading.current_thread() is threading.main_thread():
                self._woken = os.pipe()
                for end in self._woken:
                    os.set_blocking(end, False)
                signal.set_wakeup_fd(self._woken[1], warn_on_full_buffer=False)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._woken is not None:
            signal.set_wakeup_fd(-1)
            for end in self._woken:
                os.close(end)
            self._woken = None
        if self._before is not None:
            termios.tcsetattr(self._handle, termios.TCSADRAIN, self._before)

    def next(self) -> str | None:
        """The next key in lower case; None at the end of input. Ctrl-C interrupts as ever.

        A key that is no letter or sign (an arrow, a function key) gives an empty string; so does
        an empty line where there is no terminal, and of a longer line the first letter counts.
        """
        if self._before is None:
            line = sys.stdin.readline()
            return line.strip()[:1].lower() if line else None
        if not self._pressed:
            self._wait()
            self._pressed = os.read(self._handle, _MOST)
        if not self._pressed or self._pressed[:1] == _END:
            return None
        if self._pressed[:1] == _ESCAPE:  # such a key arrives as several bytes at once
            self._pressed = b""
            return ""
        text = self._pressed.decode("utf-8", "replace")
        self._pressed = text[1:].encode()
        return text[0].lower() if text[0].isprintable() else ""

    def _wait(self) -> None:
        """Until a key is pressed. An interrupt that comes right before is not missed: reading alone
        would wait on, for the signal has been taken by then, perhaps by another thread."""
        ends = [] if self._woken is None else [self._woken[0]]
        while self._handle not in (ready := select.select([self._handle, *ends], [], [])[0]):
            os.read(ready[0], _MOST)  # what a signal does is done before the next line
