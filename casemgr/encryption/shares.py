"""Shamir's secret sharing over GF(2⁸): `threshold` of the shares give the secret back, fewer say nothing about it.

A share = its number (1 byte, from 1) | one byte for each byte of the secret. It carries no check: whoever combines
tries the secret on something that authenticates, such as a wrapped key.
"""

import secrets
from collections.abc import Iterable, Sequence

MOST = 255
_POLYNOMIAL = 0x11B  # of AES


def split(secret: bytes, *, threshold: int, count: int) -> list[bytes]:
    """As many shares as `count`, any `threshold` of which give `secret` back. Errors: ValueError."""
    if not 2 <= threshold <= count <= MOST or not secret:
        raise ValueError("Two at least, and no more than there are shares.")
    polynomials = [bytes([byte]) + secrets.token_bytes(threshold - 1) for byte in secret]
    return [bytes([x, *(_at(polynomial, x) for polynomial in polynomials)]) for x in range(1, count + 1)]


def combine(shares: Sequence[bytes]) -> bytes:
    """The secret, if these are enough shares of one; otherwise bytes that mean nothing. Errors: ValueError."""
    numbers = [share[0] for share in shares if share]
    lengths = {len(share) for share in shares}
    if not numbers or 0 in numbers or len(set(numbers)) != len(shares) or len(lengths) != 1:
        raise ValueError("These aren't different shares of one secret.")
    weights = [_weight(x, numbers) for x in numbers]
    places = range(1, lengths.pop())
    return bytes(_sum(_times(w, share[i]) for w, share in zip(weights, shares, strict=True)) for i in places)


def _at(polynomial: bytes, x: int) -> int:
    value = 0
    for coefficient in reversed(polynomial):
        value = _times(value, x) ^ coefficient
    return value


def _weight(x: int, numbers: Iterable[int]) -> int:
    """Lagrange's weight of a share at 0."""
    weight = 1
    for other in numbers:
        if other != x:
            weight = _times(weight, _times(other, _inverse(other ^ x)))
    return weight


def _times(a: int, b: int) -> int:
    """A product in the field, in eight steps whatever the factors are."""
    product = 0
    for _step in range(8):
        product ^= a & -(b & 1)
        a = (a << 1) ^ (_POLYNOMIAL & -(a >> 7))
        b >>= 1
    return product


def _inverse(a: int) -> int:
    """a²⁵⁴, which is 1/a for anything but 0."""
    power, result = a, 1
    for _step in range(7):
        power = _times(power, power)
        result = _times(result, power)
    return result


def _sum(values: Iterable[int]) -> int:
    total = 0
    for value in values:
        total ^= value
    return total
