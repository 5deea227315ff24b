"""Checks the settings and reads the content before anything is built; gives templates the settings they show."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority

from sevenminute.build.state import handed_over, is_preview, start_build
from sevenminute.checks import read_library
from sevenminute.config.machinery import machinery_problems
from sevenminute.config.reader import read_settings
from sevenminute.config.schema import Settings
from sevenminute.pages.urgent_help import urgent_help_data
from sevenminute.static_files.tracked_output import tracked_output
from sevenminute.text.dates import SourceDateError, today

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

log = logging.getLogger("mkdocs.briefings")
_started = {"command": "build"}
"""What MkDocs was started for. It says so once, before all builds, and to no configuration; while serving it keeps the hook
modules that it loaded first, so what they know holds for every build. Addresses do not tell: a site may be published at any."""


def on_startup(*, command: str, dirty: bool) -> None:
    """Note whether the site is built to be published, or served to who edits it."""
    _started["command"] = command


@event_priority(100)  # before every other hook: they all use what is read here
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Read settings and content. Nothing sensible can be built without whom to call, so wrong settings stop the build."""
    file = Path(config.config_file_path).resolve()
    try:
        now = today()
    except SourceDateError as error:
        raise PluginError(str(error)) from None
    read, preview = handed_over(config.extra), is_preview(config.extra)
    settings = read_settings(config, file)
    machinery = machinery_problems(file)
    if machinery or not isinstance(settings, Settings):
        wrong = sorted({*machinery, *(() if isinstance(settings, Settings) else settings)})
        raise PluginError("\n".join(["The settings need fixing:", *map(str, wrong)]))
    library = read or read_library(file.parent, today=now, settings=settings)
    served = _started["command"] == "serve"
    shown = library.preview if preview or served else library
    build = start_build(config.extra, settings, shown, now, served=served)
    config.extra.update(settings.model_dump(exclude_none=True))
    config.extra["urgent_help"] = urgent_help_data(settings.urgent_help)
    config.extra["organisation"]["tel"] = settings.organisation.tel
    for problem in (*library.problems, *tracked_output(file.parent)):
        log.warning("%s", problem)  # one each: all are seen, --strict fails, and serve goes on
    for advice in library.advice:
        log.info("advice: %s", advice)  # below a warning: --strict goes on too
    for line in build.outgoing.fault.splitlines():
        log.info("advice: %s", line)  # readers are told that nothing was checked; the nightly check fails for it
    return config
