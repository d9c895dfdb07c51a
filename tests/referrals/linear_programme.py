"""Linear functions over A x = b, x ≥ 0, and how small they get: two-phase simplex, Bland's rule, for small systems."""

import numpy as np

TINY = 1e-9


class Programme:
    """The solutions of some equations. Raises ValueError if there are none."""

    def __init__(self, a, b):
        a, b = np.array(a, dtype=float), np.array(b, dtype=float)
        a[b < 0], b[b < 0] = -a[b < 0], -b[b < 0]
        rows, self.columns = a.shape
        table, basis = np.hstack([a, np.eye(rows), b[:, None]]), [*range(self.columns, self.columns + rows)]
        _descend(table, basis, np.r_[np.zeros(self.columns), np.ones(rows)])
        if sum(table[i, -1] for i, one in enumerate(basis) if one >= self.columns) > 1e-6:
            raise ValueError("nothing satisfies the equations")
        kept = [i for i in range(rows) if self._says_something(table, basis, i)]
        self._table = np.hstack([table[kept, : self.columns], table[kept, -1:]])
        self._basis = [basis[i] for i in kept]

    def smallest(self, cost):
        """The minimum of cost · x; -inf when there is none."""
        table, basis, cost = self._table.copy(), list(self._basis), np.array(cost, dtype=float)
        return float(cost[basis] @ table[:, -1]) if _descend(table, basis, cost) else -np.inf

    def _says_something(self, table, basis, row):
        """Take an artificial variable out of the basis; False for an equation that follows from the others."""
        if basis[row] >= self.columns:
            entering = np.flatnonzero(np.abs(table[row, : self.columns]) > TINY)
            if not len(entering):
                return False
            _pivot(table, basis, row, entering[0])
        return True


def _descend(table, basis, cost):
    """Pivot until no column lowers the cost; False if one lowers it without end."""
    while True:
        entering = np.flatnonzero(cost - cost[basis] @ table[:, :-1] < -TINY)
        if not len(entering):
            return True
        column = table[:, entering[0]]
        limits = [(table[i, -1] / column[i], basis[i], i) for i in np.flatnonzero(column > TINY)]
        if not limits:
            return False
        least = min(ratio for ratio, _one, _i in limits)
        _one, row = min((one, i) for ratio, one, i in limits if ratio <= least + TINY)
        _pivot(table, basis, row, entering[0])


def _pivot(table, basis, row, column):
    table[row] /= table[row, column]
    others = table[:, column].copy()
    others[row] = 0
    table -= np.outer(others, table[row])
    basis[row] = column
