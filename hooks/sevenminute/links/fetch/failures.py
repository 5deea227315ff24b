"""What an exception says of an address: every exception behind it, by name, and the number of the system's error."""

from __future__ import annotations

from collections.abc import Iterator


def describe_failure(error: BaseException) -> tuple[tuple[str, ...], int | None]:
    """Return the names of an exception and of all behind it, and the innermost error number."""
    found = list(causes(error))
    numbers = (getattr(cause, "errno", None) for cause in reversed(found))
    errno = next((number for number in numbers if isinstance(number, int)), None)
    return tuple(dict.fromkeys(type(cause).__name__ for cause in found)), errno


def causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an exception and all that it was raised for, each once, the outermost first."""
    seen: set[int] = set()
    waiting: list[BaseException] = [error]
    while waiting:
        cause = waiting.pop(0)
        if id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        inner = [getattr(cause, "reason", None), *cause.args, cause.__cause__, cause.__context__]
        waiting += [item for item in inner if isinstance(item, BaseException)]
