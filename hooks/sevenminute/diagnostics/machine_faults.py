"""What the machine refuses, in plain words and with what to do: a full disk, a folder that may not be written, and their like."""

from __future__ import annotations

import errno

_ROOM = "Make room on it, then try again."
_RIGHTS = "Try again as the person to whom the folder belongs, or in a folder of your own."
_FILES = "Close other programs, or raise the limit (ulimit -n), then try again."
_MOVE = "Move away what is there, then try again."
_MOUNT = "Take it out of its mount point or image (delete it, or unmount it), then try again."

_FAULTS = {
    errno.ENOSPC: ("the disk is full", _ROOM),
    errno.EDQUOT: ("your share of the disk is used up", _ROOM),
    errno.EFBIG: ("a file is larger than this machine allows", "Raise the limit (ulimit -f), then try again."),
    errno.EROFS: ("the disk is read-only", "Try again in a folder that can be written."),
    errno.EIO: ("the disk cannot be read or written", "Look whether it is broken or was taken out."),
    errno.EACCES: ("permission is denied", _RIGHTS),
    errno.EPERM: ("permission is denied", _RIGHTS),
    errno.EMFILE: ("too many files are open", _FILES),
    errno.ENFILE: ("too many files are open", _FILES),
    errno.ENOMEM: ("there is not enough memory", "Close other programs, then try again."),
    errno.EAGAIN: ("no more processes can be started", "Close other programs, then try again."),
    errno.EEXIST: ("there is a file where a folder is needed", _MOVE),
    errno.ENOTDIR: ("there is a file where a folder is needed", _MOVE),
    errno.EISDIR: ("there is a folder where a file is needed", _MOVE),
    errno.ELOOP: ("there is a symbolic link where a file or folder is needed", _MOVE),
    errno.ENAMETOOLONG: ("a path is longer than this machine allows", "Try again in a folder with a shorter path."),
    errno.EBUSY: ("a folder is in use and cannot be moved", _MOUNT),
    errno.EXDEV: ("a folder cannot be moved to another disk", _MOUNT),
    errno.ENOLCK: ("this disk cannot lock a file", "Try again in a folder on a disk of this machine."),
}
"""Number of an error of the system to what it means and what to do."""
_OF_WHAT_IS_WRITTEN = {_FAULTS[number][0] for number in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)}


def explain(error: OSError) -> str:
    """Return what it means and what to do, as sentences after a colon; an empty string when it is no fault of the machine."""
    if error.errno not in _FAULTS:
        return ""
    meaning, remedy = _FAULTS[error.errno]
    written = error.filename2 if meaning in _OF_WHAT_IS_WRITTEN else None  # of two files, the second is the copy
    file = error.filename if written is None else written
    place = f": {file}" if file is not None else ""
    return f"{meaning}{place}. {remedy}"


def fault_behind(error: BaseException | None) -> OSError | None:
    """Return the machine's fault for which an error was raised, or while which; None when there is none."""
    while error is not None:
        if isinstance(error, OSError) and explain(error):
            return error
        error = error.__cause__ or error.__context__
    return None
