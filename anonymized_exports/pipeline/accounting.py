"""Privacy loss: between (ε, δ), which people agree on, and ρ of zero-concentrated privacy, which adds up.

Conversion: Canonne, Kamath and Steinke, "The Discrete Gaussian for Differential Privacy" (2020),
corollary 13: δ = min over α > 1 of exp((α-1)(αρ-ε)) / (α-1) · (1-1/α)^α. OpenDP uses the same; tests compare.
"""

from math import exp, log, log1p, prod, sqrt

from anonymized_exports.pipeline.schema import Table, Workload

CONVERSION = "zCDP to approximate DP: Canonne, Kamath, Steinke 2020, corollary 13"
SLACK = 1e-9  # relative; σ is made this much larger, so that rounding never spends more than was reserved


def delta_for(rho: float, epsilon: float) -> float:
    """The smallest δ for which ρ-zCDP implies (ε, δ)-DP."""
    if rho == 0:
        return 0.0
    low, high = 1.0 + 1e-9, (epsilon + 1) / (2 * rho) + 2
    for _ in range(200):
        alpha = (low + high) / 2
        slope = (2 * alpha - 1) * rho - epsilon + log1p(-1 / alpha)
        low, high = (alpha, high) if slope < 0 else (low, alpha)
    exponent = (alpha - 1) * (alpha * rho - epsilon) + alpha * log1p(-1 / alpha)
    return min(1.0, exp(exponent) / (alpha - 1))


def epsilon_for(rho: float, delta: float) -> float:
    """The smallest ε for which ρ-zCDP implies (ε, δ)-DP, rounded up in the twelfth digit."""
    low, high = 0.0, rho + 2 * sqrt(rho * log(1 / delta)) + 1e-12  # Bun and Steinke's looser bound
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if delta_for(rho, middle) > delta else (low, middle)
    return high


def rho_for(epsilon: float, delta: float) -> float:
    """The largest ρ whose ρ-zCDP implies (ε, δ)-DP."""
    low, high = 0.0, epsilon
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if delta_for(middle, epsilon) <= delta else (low, middle)
    return low


def delta_of_population(at_most: int) -> float:
    """δ = min(10⁻⁶, 1/10n) with n the declared public upper bound of the population."""
    return min(1e-6, 1 / (10 * at_most))


def sigmas_for(workload: Workload, rho: float) -> dict[str, float]:
    """Noise for each table, in people, so that all together cost ρ = Σ Δ² / 2σ².

    Of all ways to spend ρ it makes Σ wσ smallest (σ in proportion to (Δ²/w)^⅓, by Lagrange), with w the fourth root
    of a table's cells: counts get smaller the more cells they are spread over. Nothing in it is read from data.
    """
    shares = {t.name: (workload.squared_sensitivity(t) / _weight(t, workload)) ** (1 / 3) for t in workload.tables}
    spent = sum(workload.squared_sensitivity(t) / shares[t.name] ** 2 for t in workload.tables)
    scale = sqrt(spent / (2 * rho)) * (1 + SLACK)
    return {name: share * scale for name, share in shares.items()}


def _weight(table: Table, workload: Workload) -> float:
    return prod(workload.shape(table)) ** 0.25
