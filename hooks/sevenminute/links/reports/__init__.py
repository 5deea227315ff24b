"""The report of a run, one format a module."""
