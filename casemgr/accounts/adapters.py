"""How allauth is bent to the house: no self-registration, secrets of second factors encrypted."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from casemgr.encryption.secrets import open_secret, seal_secret


class AccountAdapter(DefaultAccountAdapter):
    """People are invited by an administrator; nobody registers themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class MFAAdapter(DefaultMFAAdapter):
    """Second-factor secrets are sealed under the instance's key before they reach the database."""

    def encrypt(self, text: str) -> str:
        return seal_secret(text, purpose="second-factor")

    def decrypt(self, encrypted_text: str) -> str:
        return open_secret(encrypted_text, purpose="second-factor")

    def get_totp_issuer(self) -> str:
        return "Casework"
