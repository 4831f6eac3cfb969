"""Every scene of small, usual, crowded and bare houses, as it looked when somebody last agreed."""
