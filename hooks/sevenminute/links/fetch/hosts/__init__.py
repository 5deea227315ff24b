"""What a host says beside its pages: which of them may be looked at, and who it is."""
