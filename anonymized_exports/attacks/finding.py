"""What an attack came to, beside the gate it has to stay within."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One figure. An attack must stay at or under `limit`; a `mutant`, our own code broken on purpose, must go over it.

    `told` says in plain words what was tried and what the figure is. `tries` is 2 if the first was over its gate: noise
    alone brings that about now and then, a leak brings it about each time.
    """

    attack: str
    told: str
    measured: float
    limit: float
    mutant: bool = False
    tries: int = 1

    @property
    def passed(self) -> bool:
        """Whether the gate held, or for a mutant: whether it was caught."""
        return (self.measured > self.limit) if self.mutant else (self.measured <= self.limit)
