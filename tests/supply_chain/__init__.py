"""What Casemgr is made of: locked, licensed, listed, and without secrets."""
