"""The bench: what the hub costs beside the bare means it is made of, on this machine."""
