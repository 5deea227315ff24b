"""Writing and keeping files so that nobody sees half of one."""
