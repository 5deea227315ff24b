"""Engines that ask in a process of their own: what they have in common, on both sides."""
