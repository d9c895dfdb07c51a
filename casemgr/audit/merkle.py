"""The Merkle tree hash of RFC 6962, section 2.1, over SHA-256."""

import hashlib
from collections.abc import Sequence


def leaf_hash(body: bytes) -> bytes:
    """The hash of one entry's body: a leaf can't be taken for a node."""
    return hashlib.sha256(b"\x00" + body).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """The root over leaf hashes, in their order. Of none it is the hash of nothing."""
    if not leaves:
        return hashlib.sha256().digest()
    level = list(leaves)
    while len(level) > 1:
        pairs = [_node(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
        level = pairs + level[len(pairs) * 2 :]  # an odd one goes up as it is
    return level[0]


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()
