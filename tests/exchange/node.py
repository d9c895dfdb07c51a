"""One instance as a process of its own: `python -m tests.exchange.node`. It does what a line of JSON says, and answers.

It has a database, a key store and exchange keys of its own, and reaches the other instance only by HTTPS.
"""

import datetime
import json
import sys
from unittest import mock

import django

django.setup()

from allauth.mfa.models import Authenticator  # noqa: E402
from django.db import transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from casemgr.accounts.acting import acting_as_user  # noqa: E402
from casemgr.accounts.actions import create_organization  # noqa: E402
from casemgr.accounts.models import Organization, User  # noqa: E402
from casemgr.encryption import instance_keys, root  # noqa: E402
from casemgr.encryption.models import InstanceKey  # noqa: E402
from casemgr.encryption.purposes import EXCHANGE_SEALING, EXCHANGE_SIGNING  # noqa: E402
from casemgr.errors import CasemgrError  # noqa: E402
from cases.actions import ask_right, record_consent, register, withdraw  # noqa: E402
from cases.models import Case, Consent, Notification  # noqa: E402
from referrals import actions  # noqa: E402
from referrals.actions import pairings  # noqa: E402
from referrals.exchange import instance  # noqa: E402
from referrals.federation import letters  # noqa: E402
from referrals.federation.carrying_out import carry_out  # noqa: E402
from referrals.federation.clearing import clear  # noqa: E402
from referrals.federation.ended_consents import ask_back  # noqa: E402
from referrals.federation.polling import poll  # noqa: E402
from referrals.federation.renewing import renew  # noqa: E402
from referrals.federation.sending import deliver  # noqa: E402
from referrals.models import (  # noqa: E402
    DeletionAsk,
    DisclosureSnapshot,
    HandOff,
    IncomingLetter,
    OutgoingLetter,
    Pairing,
    PurgeRequest,
    Referral,
    ReferralParty,
)
from referrals.outbox import tell_partner  # noqa: E402
from tests.conftest import store_consent  # noqa: E402

ROLES = {"caseworker": "caseworker", "supervisor": "supervisor", "admin": "org_admin", "second": "org_admin"}
honest_now = timezone.now
ahead = datetime.timedelta()


def person(role):
    return User.objects.select_related("organization").get(email=f"{role}@here.example")


class Doing:
    """The things that a test can ask for."""

    def begin(self, name, country):
        InstanceKey.objects.filter(purpose__in=(EXCHANGE_SEALING, EXCHANGE_SIGNING)).delete()
        instance_keys.forget()
        root.establish()
        here = create_organization(name=name, slug="here", country=country)
        for email, role in ROLES.items():
            one = User.objects.create_user(f"{email}@here.example", name=email, organization=here, role=role)
            Authenticator.objects.create(user=one, type=Authenticator.Type.TOTP, data={})
        return {"instance": instance.own().id}

    def clock(self, hours):
        global ahead
        ahead = datetime.timedelta(hours=hours)

    def serve(self, method, path, headers, body):
        wanted = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
        kind = wanted.pop("HTTP_CONTENT_TYPE", "application/octet-stream")
        wanted.pop("HTTP_CONTENT_LENGTH", None)
        answer = Client(raise_request_exception=False).generic(method, path, body.encode("latin1"), kind, **wanted)
        return {
            "status": answer.status_code,
            "type": answer.headers.get("Content-Type", ""),
            "body": answer.content.decode("latin1"),
        }

    def invite(self, services=(), tier="disclosure"):
        with acting_as_user(person("admin")):
            pairing, code = pairings.invite(ends_on=day(200), highest_tier=tier, services=services, by=person("admin"))
        return {"code": code, "pairing": pairing.shared_id}

    def claim(self, code):
        with acting_as_user(person("admin")):
            return pairings.claim(
                code, ends_on=day(200), highest_tier="disclosure", services=(), by=person("admin")
            ).shared_id

    def confirm(self, by):
        return self._on_pairing(pairings.confirm, by, number=self.number()).state

    def suspend(self):
        return self._on_pairing(pairings.suspend_pairing, "admin").state

    def end(self):
        return self._on_pairing(pairings.end_pairing, "admin").state

    def resume(self):
        return self._on_pairing(pairings.resume_pairing, "admin").state

    def take_keys(self):
        with acting_as_user(person("admin")), transaction.atomic():
            number = pairings.next_number_of(self._pairing("admin"))
        return self._on_pairing(pairings.take_new_keys, "admin", number=number).state

    def document(self):
        return instance.document()

    def renew_keys(self):
        return renew(list(User.objects.filter(role="remote_partner")))

    def number(self):
        with acting_as_user(person("admin")), transaction.atomic():
            return pairings.number_of(self._pairing("admin"))

    def state(self):
        with acting_as_user(person("admin")), transaction.atomic():
            one = self._pairing("admin")
            return {"state": one.state, "partner": one.partner and one.partner.name, "new": bool(one.next_sign)}

    def case(self, **facts):
        worker = person("caseworker")
        if "birth_date" in facts:
            facts["birth_date"] = datetime.date.fromisoformat(facts["birth_date"])
        with acting_as_user(worker), transaction.atomic():
            return register(person=facts, consent=store_consent(), by=worker).public_id

    def agree(self, case, categories=("identity", "contact"), **how):
        worker = person("caseworker")
        with acting_as_user(worker), transaction.atomic():
            one = Case.objects.visible_to(worker).select_related("person").get(public_id=case)
            given = record_consent(
                one.person,
                purpose="share",
                decision="given",
                method="spoken",
                recipient=Organization.objects.get(paired_with=worker.organization),
                categories=list(categories),
                ends_on=day(100),
                by=worker,
                **how,
            )
        return given.public_id

    def offer(self, case, consent, service="legal_aid", **more):
        worker = person("caseworker")
        with acting_as_user(worker), transaction.atomic():
            one = Case.objects.visible_to(worker).get(public_id=case)
            given = Consent.objects.visible_to(worker).get(public_id=consent)
            made = actions.draft(consent=given, case=one, service_code=service, by=worker, **more)
            return actions.submit(made, by=worker).public_id

    def act(self, verb, referral, by="caseworker", **given):
        one = person(by)
        if "until_in_days" in given:
            given["until"] = day(given.pop("until_in_days"))
        with acting_as_user(one), transaction.atomic():
            return getattr(actions, verb)(self._referral(referral, one), by=one, **given).state

    def say(self, referral, kind, by="caseworker", **more):
        one = person(by)
        with acting_as_user(one), transaction.atomic():
            return actions.send_message(self._referral(referral, one), kind=kind, by=one, **more).public_id

    def heard(self, referral, by="caseworker"):
        one = person(by)
        with acting_as_user(one), transaction.atomic():
            said = actions.read_messages(self._referral(referral, one), by=one)
            return [(s.message.public_id, s.message.kind, s.text, s.hidden) for s in said]

    def meet(self, referral, in_days, by="caseworker"):
        one, when = person(by), honest_now() + datetime.timedelta(days=in_days)
        with acting_as_user(one), transaction.atomic():
            where = {"kind": "joint_call", "place": "telephone", "starts_at": when}
            return actions.propose_handoff(self._referral(referral, one), by=one, **where).public_id

    def met(self, handoff, by="caseworker", state="", result=""):
        one = person(by)
        with acting_as_user(one), transaction.atomic():
            found = HandOff.objects.visible_to(one).get(public_id=handoff)
            if state or result:
                act = actions.answer_handoff if state else actions.record_handoff
                found = act(found, by=one, **({"state": state} if state else {"result": result}))
            return found.state

    def keep_time(self):
        for organization in Organization.objects.values_list("pk", flat=True):
            actions.keep_time(organization)

    def withdraw_consent(self, consent):
        worker = person("caseworker")
        with acting_as_user(worker), transaction.atomic():
            withdraw(Consent.objects.visible_to(worker).get(public_id=consent), by=worker)

    def read(self, referral, by="caseworker"):
        one = person(by)
        with acting_as_user(one):
            return actions.read_disclosure(self._referral_in(referral, one), by=one).fields

    def referral(self, referral, by="caseworker"):
        one = person(by)
        with acting_as_user(one), transaction.atomic():
            found = self._referral(referral, one)
            own = ReferralParty.objects.visible_to(one).get(referral=found)
            purge = PurgeRequest.objects.visible_to(one).filter(referral=found).first()
            names = "state service_code urgency age_band language outcome reason_code feedback wait_until".split()
            return {name: getattr(found, name) for name in names} | {
                "accept_asked": own.accept_asked_at is not None,
                "snapshots": DisclosureSnapshot.objects.visible_to(one).filter(referral=found).count(),
                "purge": purge and ("confirmed" if purge.confirmed_at else "asked"),
                "proof": purge and purge.proof,
            }

    def wants_deleted(self, referral, by="caseworker"):
        """The person of a referral wants sharing to end, and what was shared deleted."""
        one = person(by)
        with acting_as_user(one), transaction.atomic():
            own = ReferralParty.objects.visible_to(one).select_related("case").get(referral__public_id=referral)
            told = {"kind": "stop_sharing", "asker": "person", "identity": "known", "ask_deletion": True}
            ask_right(own.case, by=one, **told)

    def asked_to_delete(self, by="caseworker"):
        """How each was asked, what they say, and who wrote that down."""
        one = person(by)
        with acting_as_user(one), transaction.atomic():
            rows = DeletionAsk.objects.visible_to(one).order_by("id")
            return list(rows.values_list("how", "answer", "answered_by"))

    def referrals(self, by="caseworker"):
        one = person(by)
        with acting_as_user(one), transaction.atomic():
            return list(Referral.objects.visible_to(one).order_by("id").values_list("public_id", flat=True))

    def news(self, by="caseworker"):
        """Kinds of the notifications of one person about referrals, oldest first."""
        one = person(by)
        with acting_as_user(one), transaction.atomic():
            rows = Notification.objects.visible_to(one).exclude(about="").order_by("id")
            return list(rows.values_list("kind", flat=True))

    def work(self):
        """What the worker does every minute."""
        done = 0
        for account in User.objects.filter(role="remote_partner"):
            done += poll(account) + carry_out(account) + ask_back(account) + deliver(account)
            clear(account)
        return done

    def due_now(self):
        with acting_as_user(person("admin")), transaction.atomic():
            rows = OutgoingLetter.objects.visible_to(person("admin"))
            rows.filter(delivered_at=None).update(next_attempt_at=honest_now())

    def person_id(self, role):
        return person(role).public_id

    def local_offer(self, case):
        """A referral between two organizations of this instance, which the partner has no part in."""
        other = Organization.objects.filter(slug="near").first()
        other = other or create_organization(name="Near House", slug="near", country="USA")
        worker = person("caseworker")
        with acting_as_user(worker), transaction.atomic():
            one = Case.objects.visible_to(worker).select_related("person").get(public_id=case)
            given = record_consent(
                one.person, purpose="share", decision="given", method="spoken", recipient=other,
                categories=["identity"], ends_on=day(100), by=worker,
            )  # fmt: skip
            made = actions.draft(consent=given, case=one, service_code="legal_aid", by=worker)
            return actions.submit(made, by=worker).public_id

    def forge(self, kind, referral, **said):
        """A letter that the product would not write, signed and sealed as any."""
        honest = letters._payload

        def forged(letter, by):
            return {"type": kind, "referral": referral, **said} if letter.code == "forged" else honest(letter, by)

        letters._payload = forged
        admin = person("admin")
        with acting_as_user(admin), transaction.atomic():
            tell_partner(self._pairing("admin"), kind[:20], reference="A" * 22, code="forged")
        for account in User.objects.filter(role="remote_partner"):
            deliver(account)

    def letters(self):
        with acting_as_user(person("admin")), transaction.atomic():
            admin = person("admin")
            return {
                "out": list(
                    OutgoingLetter.objects.visible_to(admin).values_list(
                        "kind", "number", "attempts", "last_error", "voided", "jti"
                    )
                ),
                "waiting": OutgoingLetter.objects.visible_to(admin).filter(delivered_at=None).count(),
                "in": list(IncomingLetter.objects.visible_to(admin).values_list("kind", "number", "state", "code")),
            }

    def _on_pairing(self, act, by, **given):
        with acting_as_user(person(by)), transaction.atomic():
            return act(self._pairing(by), by=person(by), **given)

    def _pairing(self, by):
        return Pairing.objects.visible_to(person(by)).select_related("partner").get()

    def _referral_in(self, referral, one):
        with transaction.atomic():
            return self._referral(referral, one)

    def _referral(self, referral, one):
        return Referral.objects.visible_to(one).get(public_id=referral)


def day(days):
    return (timezone.now() + datetime.timedelta(days=days)).date()


def main():
    doing = Doing()
    with mock.patch("django.utils.timezone.now", lambda: honest_now() + ahead):
        for line in sys.stdin:
            asked = json.loads(line)
            try:
                answer = {"ok": getattr(doing, asked["do"])(*asked["given"], **asked["with"])}
            except CasemgrError as error:
                answer = {"refused": error.code, "why": getattr(error, "why", "")}
            except Exception as error:
                import traceback

                traceback.print_exc()
                answer = {"broken": type(error).__name__}
            print(json.dumps(answer, default=str), flush=True)


if __name__ == "__main__":
    main()
