"""Ed25519 signatures (RFC 8032) of what this instance publishes; no rotation changes the keys."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from casemgr.encryption.instance_keys import instance_key


def sign(purpose: str, content: bytes) -> bytes:
    """The 64-byte signature of `content`, by the key for `purpose`. Errors: MasterKeyUnusable."""
    return _private(purpose).sign(content)


def public_key(purpose: str) -> bytes:
    """The 32 raw bytes that check signatures made for `purpose`. Errors: MasterKeyUnusable."""
    return _private(purpose).public_key().public_bytes_raw()


def verifies(public: bytes, content: bytes, signature: bytes) -> bool:
    """Whether `signature` is of `content`, by the owner of the 32-byte key `public`."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, content)
    except InvalidSignature:
        return False
    return True


def _private(purpose: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(instance_key(f"signature of {purpose}"))
