"""What is done to organizations, people and clients: verbs with a named actor."""

from .agreements import end_agreement, sign_agreement
from .carried import set_carried_links
from .clients import create_client, end_client, rotate_secret
from .factor_resets import ask_factor_reset, decide_factor_reset
from .held_key import (
    agree_to_holders,
    enter_passphrase,
    lock_key,
    name_holders,
    set_passphrase,
    take_back_holders,
)
from .invitations import invitation_path, renew_invitation
from .password_resets import send_reset_link, tell_of_new_password
from .people import change_role, create_person, deactivate
from .practice import begin_practice, end_practice, renew_practice_secret
from .provider_sign_in import must_use_provider, recognize, refuse_provider_sign_in
from .providers import configure_provider, provider_of, remove_provider, unlink_from_provider
from .role_requests import decide_role
from .rules import set_working_rules
from .sessions import end_other_sessions, end_session
from .setup import create_organization, set_up
from .teams import end_team, save_team

__all__ = [
    "agree_to_holders",
    "ask_factor_reset",
    "begin_practice",
    "change_role",
    "configure_provider",
    "create_client",
    "create_organization",
    "create_person",
    "deactivate",
    "decide_factor_reset",
    "decide_role",
    "end_agreement",
    "end_client",
    "end_other_sessions",
    "end_practice",
    "end_session",
    "end_team",
    "enter_passphrase",
    "invitation_path",
    "lock_key",
    "must_use_provider",
    "name_holders",
    "provider_of",
    "recognize",
    "refuse_provider_sign_in",
    "remove_provider",
    "renew_invitation",
    "renew_practice_secret",
    "rotate_secret",
    "save_team",
    "send_reset_link",
    "set_carried_links",
    "set_passphrase",
    "set_up",
    "set_working_rules",
    "sign_agreement",
    "take_back_holders",
    "tell_of_new_password",
    "unlink_from_provider",
]
