"""How a command says no."""


class Refused(Exception):
    """Printed plainly on stderr; the exit code is 1."""
