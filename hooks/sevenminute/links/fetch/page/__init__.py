"""What a page says, read from a stream of bytes within limits: the same for every client."""
