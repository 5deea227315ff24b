"""A client of another make than LinkChecker's, for a second opinion: httpx, with HTTP/2."""
