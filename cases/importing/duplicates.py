"""Is this row here already? Keyed digests answer, so that nobody can guess a name from one."""

import hashlib
import hmac
from collections import Counter

from cases.importing.problems import Code


class SeenRows:
    """The rows of one file so far.

    `key` is a secret of the organization. A row with an external id is known by it; any other by its content.
    Where a mapping keeps identical rows (files without names or ids), the n-th of them is known as the n-th,
    so importing the same file again still finds every row.
    """

    def __init__(self, key: bytes, *, keep_identical: bool) -> None:
        self._key, self._keep_identical = key, keep_identical
        self._contents: Counter[bytes] = Counter()
        self._ids: set[bytes] = set()

    def digest(self, content: str, external_id: str) -> tuple[str, Code | None]:
        """The row's digest in hexadecimal, and the problem it has with the rows before it, if any."""
        if external_id:
            known = self._hash("id", external_id)
            twice = known[:16] in self._ids
            self._ids.add(known[:16])
            return known.hex(), Code.DUPLICATE_ID if twice else None
        return self._by_content(content)

    def _by_content(self, content: str) -> tuple[str, Code | None]:
        known = self._hash("row", content)
        self._contents[known[:16]] += 1
        times = self._contents[known[:16]]
        if times == 1:
            return known.hex(), None
        if self._keep_identical:
            return self._hash("row", f"{times}\x1f{content}").hex(), None
        return known.hex(), Code.DUPLICATE_ROW

    def _hash(self, kind: str, text: str) -> bytes:
        return hmac.digest(self._key, f"{kind}\x1f{text}".encode(errors="surrogatepass"), hashlib.sha256)
