"""The recovery key: the root key's secret split among people, for the day when the master key is lost.

The pages exist on paper alone; nothing here stores or logs them.
"""

import hmac
import secrets

from casemgr.encryption import share_text, shares
from casemgr.encryption.errors import ShareRefused
from casemgr.encryption.share_text import Share


def split(secret: bytes, *, fingerprint: bytes, root_version: int, threshold: int, count: int) -> list[Share]:
    """`count` shares, any `threshold` of which give the secret back; tried once. Errors: ShareRefused."""
    if not 2 <= threshold <= count <= share_text.MOST:
        raise ShareRefused(
            f"At most {share_text.MOST} shares are made, and 2 at least must be needed, no more than are made."
        )
    if len(secret) != share_text.BODY_BYTES or root_version > 255:
        raise ShareRefused("This root key can't be split.")
    name = secrets.token_bytes(2)
    made = [
        Share(root_version, threshold, count, part[0], fingerprint[:2], name, part[1:])
        for part in shares.split(secret, threshold=threshold, count=count)
    ]
    tried = Gathering(root_version, fingerprint)
    for share in made[-threshold:]:
        tried.add("".join(share_text.rows(share)))
    if not hmac.compare_digest(tried.secret(), secret):
        raise ShareRefused("The shares don't give the root key back. Nothing was handed out.")
    return made


class Gathering:
    """Shares of one root key as they are typed, row by row or whole."""

    def __init__(self, root_version: int, fingerprint: bytes) -> None:
        self._root_version, self._fingerprint = root_version, fingerprint
        self._read = b""
        self.shares: list[Share] = []

    @property
    def row(self) -> int:
        """The row that comes next, from 1."""
        return len(self._read) // share_text.ROW_BYTES + 1

    @property
    def threshold(self) -> int | None:
        """How many are needed, once one is there."""
        return self.shares[0].threshold if self.shares else None

    @property
    def complete(self) -> bool:
        """Whether enough are there."""
        return len(self.shares) == self.threshold

    def add(self, line: str) -> None:
        """Take a row or a whole share. A refused row may be typed again. Errors: ShareRefused."""
        rows = share_text.split_rows(line)
        if len(rows) > 1:
            self.start_over()
        try:
            for row in rows:
                self._add_row(row)
        except ShareRefused:
            if len(rows) > 1:
                self.start_over()
            raise

    def start_over(self) -> None:
        """Forget the rows of an unfinished share."""
        self._read = b""

    def secret(self) -> bytes:
        """What the shares give: compare its whole fingerprint before using it. Errors: ShareRefused."""
        if self.row > 1 or not self.complete:
            needed = f" of {self.threshold}" if self.threshold else ""
            raise ShareRefused(f"Too few shares: {len(self.shares)}{needed} came whole.")
        return shares.combine([bytes([share.number]) + share.body for share in self.shares])

    def _add_row(self, row: str) -> None:
        data = self._read + share_text.read_row(row, self._read)
        share = share_text.parse(data)
        self._check(share)
        self._read = data
        if self.row > share_text.ROWS:
            self.shares.append(share)
            self.start_over()

    def _check(self, share: Share) -> None:
        """Errors: ShareRefused."""
        if share.root_version != self._root_version or share.fingerprint != self._fingerprint[:2]:
            raise ShareRefused("This share is of another root key than the one in the key store.")
        if not self.shares:
            return
        first = self.shares[0]
        if (share.split, share.threshold, share.count) != (first.split, first.threshold, first.count):
            raise ShareRefused("This share was made on another occasion than the first: they don't fit together.")
        if any(share.number == other.number for other in self.shares):
            raise ShareRefused(f"Share {share.number} is here already.")
