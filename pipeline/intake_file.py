"""What can be known of an uploaded file without opening it: that it is there, how large it is, and its hash."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path

from pipeline.errors import DamagedInput, EmptyInput, InputError, TooLargeInput

_BLOCK = 1 << 20


def measure(path: Path, most_bytes: int) -> tuple[int, str]:
    """Bytes and SHA-256 of a regular file. Raises InputError: missing, not a file, empty, or over the limit."""
    try:
        fd = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        raise InputError("There is no such file; check the name and the folder.") from None
    except PermissionError:
        raise InputError("The file may not be read; give yourself the right to read it.") from None
    except (OSError, ValueError):
        raise InputError("The file could not be opened; check its name.") from None
    status = os.fstat(fd)
    if not stat.S_ISREG(status.st_mode):
        os.close(fd)
        folder = stat.S_ISDIR(status.st_mode)
        raise InputError("This is a folder; name the files in it." if folder else "This is not an ordinary file.")
    with os.fdopen(fd, "rb", buffering=0) as file:
        if status.st_size == 0:
            raise EmptyInput
        if status.st_size > most_bytes:
            size = status.st_size / 1e6
            raise TooLargeInput(f"The file has {size:.1f} MB; at most {most_bytes / 1e6:.1f} MB are accepted. Please send a smaller copy.")
        digest = hashlib.sha256()
        try:
            while block := file.read(_BLOCK):
                digest.update(block)
        except OSError:
            raise DamagedInput("The file could not be read from the disk.") from None
    return status.st_size, digest.hexdigest()
