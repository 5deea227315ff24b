"""The rules of the link check: one row each, which the code names by its symbol and people by its number."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from sevenminute.links.rules.severity import Mode, Severity

E, W, N = Severity.ERROR, Severity.WARNING, Severity.NOTE


class BySituation(NamedTuple):
    """How much a rule matters; None where it is not looked at.

    Attributes:
        change: In a proposed change, and when an author asks.
        night: In the nightly run.
        offline: In a build.
        touched: In a proposed change, of what the change itself touches; None for no other than `change`.
        announced: In the nightly run, of what is announced today; None for no other than `night`.
    """

    change: Severity | None
    night: Severity | None
    offline: Severity | None
    touched: Severity | None = None
    announced: Severity | None = None


class Rule(StrEnum):
    """A rule; its value is the number that reports show.

    Attributes:
        summary: What is wrong, in a few words.
        severities: How much it matters.
        help: What puts it right.
    """

    summary: str
    severities: BySituation
    help: str

    def __new__(cls, number: str, summary: str, severities: BySituation, help: str) -> Rule:
        """Make a row of the table."""
        rule = str.__new__(cls, number)
        rule._value_ = number
        rule.summary, rule.severities, rule.help = summary, severities, help
        return rule

    # fmt: off
    DATE_MISSING = ("L100", "A briefing does not say when its links were updated", BySituation(E, E, E),
        "Open the links, and write the day.")
    DATE_UNREADABLE = ("L101", "The date of the links cannot be read", BySituation(E, E, E),
        "Open the links, and write the day.")
    DATE_IN_FUTURE = ("L102", "The date of the links is in the future", BySituation(E, E, E),
        "Open the links, and write the day.")
    DATE_OLD = ("L110", "The links were last opened long ago", BySituation(W, W, W),
        "Open each link, fix what is dead, and write the day.")
    DATE_TOO_OLD = ("L111", "The links were last opened too long ago", BySituation(W, E, W, touched=E),
        "Open each link, fix what is dead, and write the day.")
    LINKS_CHANGED = ("L120", "The links changed, and their date did not", BySituation(E, W, None),
        "Open the links, and write the day.")
    DATE_UNTRUE = ("L130", "The date says that a dead link was fine", BySituation(E, E, None),
        "Find the link's new address, or take it away.")
    BROKEN = ("L140", "A link is broken", BySituation(N, N, None, announced=E),
        "Find its new address, or take it away.")
    FAILING = ("L141", "A link fails, perhaps only now", BySituation(N, W, None, touched=W),
        "Open it. If it works for you, leave it: it is looked at again every night.")
    NEW_LINK_DEAD = ("L142", "A new link does not work", BySituation(E, None, None),
        "Look for a mistake in the address: copy it again from the address bar.")
    MOVED = ("L150", "A link's page has moved for good", BySituation(W, W, None),
        "Write the new address that the message shows.")
    MOVED_HOME = ("L151", "A link ends at a home, search, error or login page", BySituation(W, W, None),
        "Open it. The page is probably gone: find it again, or take the link away.")
    SOFT_404 = ("L152", "A link's page says that it is not there, or is empty", BySituation(W, W, None),
        "Open it. The page is probably gone: find it again, or take the link away.")
    FRAGMENT_MISSING = ("L153", "A link names a part that its page does not have", BySituation(W, W, None),
        "Open it. If it is wrong, leave out the # and what follows.")
    UNVERIFIED = ("L154", "A link could not be checked", BySituation(N, N, None),
        "Open it yourself. It is not called fine, nor broken.")
    CERTIFICATE = ("L155", "Browsers do not trust the certificate of a link's site", BySituation(W, W, None),
        "Tell its publisher. The link may stay as it is.")
    LONG_UNCHECKED = ("L160", "A link was not checked for long", BySituation(N, W, N),
        "Open it yourself.")
    ADDRESS_WRONG = ("L170", "An address cannot work, whatever the web says", BySituation(E, W, E),
        "Copy it again from the address bar.")
    CONTACT_WRONG = ("L171", "An email address or telephone number cannot be right", BySituation(W, W, W),
        "Correct it.")
    ADDRESS_UNSAFE = ("L172", "An address holds a password, or goes the unsafe way", BySituation(W, W, W),
        "Take out what is before the @, or write https://.")
    IGNORE_UNUSED = ("L180", "What the settings ignore has ended, or is not there", BySituation(W, W, W),
        "Delete the entry, or look at the link and give it a new end, a year at most.")
    # fmt: on

    def severity(self, mode: Mode, *, touched: bool = False, announced: bool = False) -> Severity | None:
        """Return how much the rule matters in a run, or None where it is not looked at.

        Args:
            mode: What the run is for.
            touched: Whether it is about something that the proposed change itself touches, such as a briefing or a link.
            announced: Whether a broken link is announced today.
        """
        match mode:
            case Mode.OFFLINE:
                return self.severities.offline
            case Mode.ALL:
                return (self.severities.announced if announced else None) or self.severities.night
            case Mode.CHANGES | Mode.FILES:
                return (self.severities.touched if touched else None) or self.severities.change


RULES = tuple(Rule)
"""Every rule, in the order of the numbers."""
