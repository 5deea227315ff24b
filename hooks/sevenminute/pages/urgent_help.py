"""What templates are told of whom to call."""

from __future__ import annotations

from typing import Any

from sevenminute.config.urgent_help import UrgentHelp


def urgent_help_data(urgent: UrgentHelp) -> dict[str, Any]:
    """Return the urgent help with the address that each telephone number links to."""
    shown = urgent.model_dump(exclude_none=True)
    shown["emergency"]["tel"] = urgent.emergency.tel
    for contact, data in zip(urgent.contacts, shown["contacts"], strict=True):
        data["tel"] = contact.tel
    return shown
