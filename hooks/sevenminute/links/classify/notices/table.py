"""The table of notices: each row with examples that count and examples that do not.

A row is about all of a text, never about words within a sentence: there are pages about missing children, scams with websites
for sale, refused access, child maintenance and medical errors.
"""

from __future__ import annotations

from sevenminute.links.classify.notices.not_found import NOT_FOUND
from sevenminute.links.classify.notices.other import OTHER_NOTICES

NOTICES = (*NOT_FOUND, *OTHER_NOTICES)
"""Every way to say it that is known; the first that fits counts."""
