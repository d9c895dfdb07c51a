"""Signed-in browsers' stand-ins: a test client for each persona, with a second factor."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import transaction
from django.test import Client

from casemgr.db.actor import acting_as


def with_second_factor(user):
    """The same person with an authenticator app set up."""
    if not Authenticator.objects.filter(user=user).exists():
        TOTP.activate(user, generate_totp_secret())
    return user


@pytest.fixture
def signed_in():
    """Call it with a user: a client signed in as that user."""

    def sign_in(user):
        client = Client()
        # signing in states the person; only the client's requests shall act as them
        with acting_as(None), transaction.atomic():
            client.force_login(with_second_factor(user))
        return client

    return sign_in


def text_of(response):
    """A page's HTML, without the token that differs each time."""
    return re.sub(r"[A-Za-z0-9]{64}", "", response.content.decode())
