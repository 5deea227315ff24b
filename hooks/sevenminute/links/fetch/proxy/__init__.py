"""A forward proxy of our own on the loopback interface: the one way out for clients that make their own connections."""
