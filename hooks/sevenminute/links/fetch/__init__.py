"""Asking web servers, within limits and politely."""
