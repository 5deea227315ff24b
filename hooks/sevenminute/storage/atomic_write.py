"""Writing a file whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

_USUAL_MODE = 0o644


def replace_file(file: Path, data: bytes) -> None:
    """Replace a file in one step, so that a full disk or a stop leaves the old one as it was; it keeps its permissions.

    Raises:
        OSError: It cannot be written. The old file is as it was, and nothing is left beside it.
    """
    mode = file.stat().st_mode & 0o777 if file.exists() else _USUAL_MODE
    with tempfile.NamedTemporaryFile(dir=file.parent, prefix=f".{file.name}.", delete=False) as written:
        new = Path(written.name)
        try:
            written.write(data)
            written.flush()
            os.fsync(written.fileno())
            new.chmod(mode)
            new.replace(file)
        except BaseException:  # a stop as well as an error
            new.unlink(missing_ok=True)
            raise
