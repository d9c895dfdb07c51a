"""Nothing passes between practice and what is real, nor between two practices: by page, by API, by SQL of any login."""

import datetime
import itertools

import psycopg
import pytest
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casemgr.accounts.actions import create_organization, sign_agreement
from casemgr.accounts.models import Organization, User
from cases.actions import never_share
from referrals.actions import draft, submit
from referrals.enquiring import askable
from referrals.models import DirectoryOrganization, DirectoryService
from referrals.own_figures import of_own
from tests import cluster
from tests.conftest import as_user, in_a_year, make_person_of, open_case
from tests.directory.conftest import a_service, an_organization
from tests.partner_api.conftest import consent_body, make_partner
from tests.referrals.conftest import agree, with_second_factor
from tests.referrals.test_own_side import insert_referral
from tests.sandbox.conftest import practise, work

APART = "nothing passes between|not in a practice|what is practice stays|only an organization that works here"
COPY = """INSERT INTO {table} SELECT (jsonb_populate_record(c, {changes}::jsonb)).*
    FROM {table} AS c WHERE c.ctid = (SELECT ctid FROM {table} ORDER BY id LIMIT 1)"""


@pytest.fixture
def other(lotus):
    """The practice of another organization."""
    return practise(lotus)


@pytest.fixture
def everyone(developer, other, harbor, lotus):
    """Organizations by what they are; two of the same world stand in the same pair."""
    of = Organization.objects.filter
    one, two = (of(practice_of=home).order_by("practice_side") for home in (harbor, lotus))
    return {"real": [harbor, lotus], "harbor's practice": list(one), "lotus's practice": list(two)}


def refused(act):
    """Whether the database refuses, for this reason."""
    try:
        with transaction.atomic():
            act()
    except DatabaseError as error:
        return any(words in str(error) for words in APART.split("|"))
    return False


# --- by SQL, as the database's superuser, whom no policy holds


@pytest.fixture
def copies(cloned_world):
    """Every kind of row that names two organizations, once, in a database of its own."""
    harbor = create_organization(name="Harbor House", slug="harbor", country="USA")
    lotus = create_organization(name="Lotus Legal", slug="lotus", country="THA")
    worker, admin = make_person_of(harbor, "caseworker"), make_person_of(harbor, "org_admin")
    case = open_case(worker)
    consent = agree(case, lotus, by=worker)
    with as_user(worker), transaction.atomic():
        submit(draft(consent=consent, case=case, service_code="legal_aid", by=worker), by=worker)
        never_share(case.person, recipient=lotus, by=worker)
    entry = an_organization(admin, name="Lotus Legal", member=lotus)
    a_service(admin, entry, service_code="legal_aid")
    asked = make_partner(harbor).post("enquiries", {"service": "legal_aid", "receivers": [lotus.public_id]})
    assert asked.status_code == 201, asked.content
    with as_user(admin), transaction.atomic():
        sign_agreement(starts_on=datetime.date.today(), ends_on=in_a_year(), by=admin)
    developers = practise(harbor), practise(lotus)
    practices = [Organization.objects.filter(practice_of=home).order_by("practice_side") for home in (harbor, lotus)]
    worlds = [[harbor, lotus], *(list(pair) for pair in practices)]
    with psycopg.connect(f"postgresql://postgres@/{cloned_world.name}?host={cluster.folder()}/pg/socket") as superuser:
        yield worlds, developers, lambda statement, *values: _says(superuser, statement, values)


def _says(connection, statement, values):
    """'' where the database takes it, its refusal otherwise; nothing is kept."""
    try:
        with connection.transaction(force_rollback=True):
            connection.execute("SET LOCAL app.context = ''")
            connection.execute(statement, values)
    except psycopg.Error as error:
        return error.diag.message_primary
    return ""


#: table: the two columns, or the one column beside an organization that stands elsewhere
PAIRS = {
    "referrals_referral": ("sender_id", "receiver_id"),
    "cases_consent": ("organization_id", "recipient_id"),
    "cases_nevershare": ("organization_id", "recipient_id"),
    "referrals_directoryorganization": ("organization_id", "member_id"),
}
OF_HARBOR = {"referrals_referralparty": "organization_id", "referrals_enquiryanswer": "receiver_id"}
REAL_ONLY = ("accounts_statisticsagreement",)


@pytest.mark.slow
def test_the_database_refuses_every_row_between_two_worlds_whoever_writes_it(copies):
    worlds, developers, says = copies
    world = {one.pk: number for number, ones in enumerate(worlds) for one in ones}
    new = "'id', gen_random_uuid(), 'public_id', substr(md5(random()::text), 1, 22), 'hsds_id', gen_random_uuid()"
    wrong = []

    def tried(table, **columns):
        changes = ", ".join(f"'{name}', %s::text" for name in columns)
        own = new.replace("substr(md5(random()::text), 1, 22)", "gen_random_uuid()") if "directory" in table else new
        answer = says(
            COPY.format(table=table, changes=f"jsonb_build_object({own}, {changes})"), *map(str, columns.values())
        )
        assert answer == "" or any(words in answer for words in APART.split("|")) or "duplicate key" in answer, (
            table,
            answer,
        )
        return any(words in answer for words in APART.split("|"))

    for one, two in itertools.permutations(world, 2):
        for table, (left, right) in PAIRS.items():
            if tried(table, **{left: one, right: two}) != (world[one] != world[two]):
                wrong.append((table, world[one], world[two]))
    for one, number in world.items():
        wrong += [
            (table, number) for table, column in OF_HARBOR.items() if tried(table, **{column: one}) != bool(number)
        ]
        wrong += [(table, number) for table in REAL_ONLY if tried(table, organization_id=one) != bool(number)]
    assert wrong == []
    (real, two), mine = worlds[0], worlds[1][0]
    account = developers[0].account
    for statement, *values in (
        ("UPDATE accounts_organization SET practice_of_id = NULL, practice_side = '' WHERE id = %s", mine.pk),
        ("UPDATE accounts_organization SET practice_of_id = %s WHERE id = %s", two.pk, mine.pk),
        ("UPDATE accounts_organization SET practice_side = 'partner' WHERE id = %s", mine.pk),
        (
            "UPDATE accounts_organization SET practice_of_id = %s, practice_side = 'own' WHERE id = %s",
            real.pk,
            two.pk,
        ),
        ("UPDATE accounts_organization SET paired_with_id = %s WHERE id = %s", mine.pk, real.pk),
        ("UPDATE accounts_organization SET kept_by_id = %s WHERE id = %s", mine.pk, two.pk),
        ("UPDATE accounts_user SET organization_id = %s WHERE id = %s", real.pk, account.pk),
        ("UPDATE accounts_user SET organization_id = %s WHERE email LIKE 'org_admin%%'", mine.pk),
        ("UPDATE accounts_partnerclient SET organization_id = %s WHERE user_id = %s", real.pk, account.pk),
    ):
        answer = says(statement, *values)
        assert any(words in answer for words in APART.split("|")), (statement, answer)
    as_one = f"'slug', 'x', 'public_id', 'x', 'practice_of_id', '{mine.pk}', 'practice_side', 'own'"
    nested = (
        f"INSERT INTO accounts_organization SELECT (jsonb_populate_record(c, jsonb_build_object('id', "
        f"gen_random_uuid(), {as_one}))).* FROM accounts_organization c WHERE id = %s"
    )
    assert "only an organization that works here" in says(nested, mine.pk)


# --- what each side sees


def test_nobody_real_finds_a_practice(developer, supervisor, org_admin, caseworker, harbor, partner_worker, sender):
    names = set(Organization.objects.filter(practice_of=harbor).values_list("name", flat=True))
    assert len(names) == 2
    for person in (supervisor, caseworker, partner_worker, sender.account, org_admin):
        with as_user(person), transaction.atomic():
            assert not Organization.objects.partners_of(person).filter(practice_of__isnull=False).exists()
            assert not askable("legal_aid", person).filter(practice_of__isnull=False).exists()
            for model in (DirectoryOrganization, DirectoryService):
                rows = model.objects.visible_to(person).filter(organization__practice_of__isnull=False)
                assert not rows.exists()
                behind = model.objects.unscoped("what row-level security shows").exclude(
                    organization=person.organization
                )
                assert not behind.exists()
        with as_user(person), transaction.atomic():
            seen = set(Organization.objects.values_list("name", flat=True))
            assert (names & seen) == (names if person == org_admin else set()), person.role


def test_a_practice_finds_nobody_but_its_pair(developer, other, harbor):
    an_organization(make_person_of(harbor, "org_admin"), name="Night Bus")
    told = developer.get("directory/organizations").json()["contents"]
    assert {one["name"] for one in told} == {"Harbor House: practice", "Practice partner of Harbor House"}
    services = developer.get("directory/services").json()["contents"]
    assert {one["organization"]["member"] for one in services} == {
        developer.practice["organization"]["id"],
        developer.practice["partner"]["id"],
    }
    with as_user(developer.account), transaction.atomic():
        assert Organization.objects.count() == 2


def crossing(one, others):
    """What a system answers about organizations that it mustn't know, and about one that is absent."""
    for public_id in [*others, "A" * 22]:
        body = consent_body(type("Absent", (), {"public_id": public_id}))
        enquiry = {"service": "legal_aid", "receivers": [public_id]}
        entry = one.get(f"directory/organizations/{public_id}")
        yield [(r.status_code, r.content) for r in (entry, one.post("consents", body), one.post("enquiries", enquiry))]


def test_each_side_answers_about_the_other_as_about_nothing(developer, other, sender, everyone):
    ids = {name: [one.public_id for one in ones] for name, ones in everyone.items()}
    for system, world in ((developer, "harbor's practice"), (other, "lotus's practice"), (sender, "real")):
        foreign = [one for name, ones in ids.items() if name != world for one in ones]
        answers = list(crossing(system, foreign))
        assert [status for status, _content in answers[-1]] == [404, 422, 422]
        assert all(answer == answers[-1] for answer in answers)


def test_referrals_and_events_of_a_practice_are_nobody_elses(developer, other, sender):
    one = developer.send("legal_aid")
    work()
    for system in (other, sender):
        absent = system.get(f"referrals/{'A' * 22}")
        found = system.get(f"referrals/{one}")
        assert (found.status_code, found.content) == (404, absent.content)
        assert system.get("referrals").json()["contents"] == []
        assert system.get("events").json()["contents"] == []


def test_no_figure_of_a_real_organization_counts_practice(developer, supervisor):
    developer.send("legal_aid")
    work()
    today = datetime.date.today()
    with as_user(supervisor), transaction.atomic():
        counted = of_own(supervisor, today - datetime.timedelta(days=9), today + datetime.timedelta(days=2))
    assert all(figures.of("offered", "all", "") is None for figures in counted.values())


def test_only_its_own_administrator_makes_a_practice(harbor, lotus, org_admin, caseworker):
    words = {"name": "X", "country": "USA", "practice_side": "own"}
    for by, home in ((caseworker, harbor), (org_admin, lotus)):
        with as_user(by), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            Organization.objects.create(slug="x", practice_of=home, **words)
    with as_user(org_admin), transaction.atomic():
        Organization.objects.create(slug="x", practice_of=harbor, **words)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(st.data())
def test_whoever_refers_to_whom_only_pairs_of_one_world_pass(everyone, data):
    """Any sender, receiver and writer: the app's login gets a referral through within one world alone."""
    names = st.sampled_from(list(everyone))
    here, there = data.draw(names), data.draw(names)
    sender, receiver = (data.draw(st.sampled_from(everyone[name])) for name in (here, there))
    writer = data.draw(st.sampled_from(list(User.objects.filter(organization=sender, is_active=True))))
    if sender == receiver:
        return

    def write():
        insert_referral(sender, receiver)

    with as_user(writer), transaction.atomic():
        assert refused(write) == (here != there)


def test_the_colleague_and_the_systems_of_a_practice_cant_sign_in(developer, client):
    for account in User.objects.filter(organization__practice_of__isnull=False):
        assert not account.has_usable_password() or account.is_machine
        assert account.email.endswith(".invalid")


def test_a_suspended_organizations_practice_rests_too(developer, harbor):
    Organization.objects.filter(pk=harbor.pk).update(status="suspended")
    assert developer.get("sandbox").status_code == 401


def test_outside_a_practice_its_doors_are_absent(sender):
    with_second_factor(make_person_of(sender.organization, "caseworker"))
    calls = [("GET", "sandbox", None), ("POST", "sandbox/offers", {"service": "legal_aid"})]
    calls += [("POST", "sandbox/enquiries", {"service": "legal_aid"}), ("POST", "sandbox/start-over", {})]
    calls += [("POST", f"sandbox/referrals/{'A' * 22}/pass-time", {})]
    for method, path, body in calls:
        assert sender.call(method, path, body).status_code == 404, path


def test_an_account_whose_organization_a_policy_hides_has_no_access(developer, harbor):
    with as_user(make_person_of(harbor, "caseworker")), transaction.atomic():
        account = User.objects.get(pk=developer.account.pk)
        assert account.is_active and account.organization is None
        assert not account.has_access
