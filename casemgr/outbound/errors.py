"""Why a request didn't go out, or brought nothing back: as a code, for pages and for the trail."""

CODES = frozenset("address forbidden name unreachable certificate timeout too_large redirect answer".split())


class OutboundError(Exception):
    """`code` is one of CODES. It quotes neither the address nor the answer."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)
