"""Rights of the people served: what they may ask for, and how long what is held of them is kept."""
