"""Paths of the organization's own key: the administrator's, and each holder's."""

from django.urls import path

from .views import held_key, own_key

urlpatterns = [
    path("settings/organization/key/", held_key.organization_key, name="organization_key"),
    path("settings/organization/key/holders/", held_key.key_holders, name="key_holders"),
    path("settings/organization/key/holders/take-back/", held_key.key_take_back, name="key_take_back"),
    path("key/", own_key.own_key, name="own_key"),
    path("key/passphrase/", own_key.key_passphrase, name="key_passphrase"),
    path("key/unlock/", own_key.key_unlock, name="key_unlock"),
    path("key/agree/", own_key.key_agree, name="key_agree"),
    path("key/lock/", own_key.key_lock, name="key_lock"),
]
