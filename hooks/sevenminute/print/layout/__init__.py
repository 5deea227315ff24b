"""How a briefing fits its sheet."""
