"""The instance that `./run` makes on one machine: for trying out and developing, not for people's real data."""
