"""Locks between processes on one machine, from the operating system: they end with their holder.

``fcntl.flock`` on POSIX, ``msvcrt.locking`` on Windows. The filelock package does the same and leaves its
lock file behind; cassettes stand in version control, where that would be a stray file next to each.
"""

from __future__ import annotations

import os
import sys
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    _UNUSED_BYTE = 1 << 40  # Windows keeps others from reading what is locked, so lock what is never there

    def try_lock(descriptor: int) -> bool:
        """Lock an open file if no other process has it; closing the file, or dying, gives it back."""
        try:
            os.lseek(descriptor, _UNUSED_BYTE, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def try_lock(descriptor: int) -> bool:
        """Lock an open file if nobody else has it; closing the file, or dying, gives it back.

        Raises:
            OSError: the disk knows no locks, or has none left.
        """
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            # As some network disks. Without a lock two recordings at once would lose what one of them wrote.
            said = f"the disk that it is on cannot lock files ({error.strerror}); a local one can"
            raise OSError(error.errno, said) from error
        return True


_PAUSE = 0.01
_NO_LINK: int = getattr(os, "O_NOFOLLOW", 0)  # a lock is never a link, unless a stranger put one there


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock of a file while its content is read and replaced; wait for it if need be.

    The lock is a file next to it, ``.<name>.lock``, which is removed again. The file itself cannot carry the
    lock, since replacing it leaves the lock with the old one.

    Args:
        path: the file to be replaced. It need not exist, its folder must.
    """
    lock_file = path.with_name(f".{path.name}.lock")
    while True:
        descriptor = os.open(lock_file, os.O_RDWR | os.O_CREAT | _NO_LINK, 0o666)
        try:
            if try_lock(descriptor) and _is_at(descriptor, lock_file):
                try:
                    yield
                finally:
                    with suppress(OSError):  # Windows removes no open file; it is then left for the next one
                        lock_file.unlink()
                return
        finally:
            os.close(descriptor)
        time.sleep(_PAUSE)


def _is_at(descriptor: int, path: Path) -> bool:
    """Whether an open file is still the one at ``path``: its last holder may have removed it meanwhile."""
    try:
        return os.path.samestat(os.fstat(descriptor), os.stat(path))
    except FileNotFoundError:
        return False
