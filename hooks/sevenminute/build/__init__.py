"""The build: its state, its messages, and the exchange of the finished site."""
