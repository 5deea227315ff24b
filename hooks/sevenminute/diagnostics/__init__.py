"""What is said of mistakes: problems with their place, GitHub annotations, and faults of the machine."""
