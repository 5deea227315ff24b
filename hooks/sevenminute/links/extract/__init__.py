"""The links that content holds, and their addresses."""
