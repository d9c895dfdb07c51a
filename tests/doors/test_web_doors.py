"""Every page × every persona: it opens for those it should, and for the rest looks like nothing is there."""

import re
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.urls import get_resolver, reverse

from tests.doors.table import ABSENT_TO_ALL, DOORS, OF_THE_API, OF_THE_LIBRARY
from tests.doors.world import PERSONAS, build

OPEN = {200, 204, 302, 400, 409, 422}
TOKENS = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"|"x-csrftoken":\s*"[^"]+"', re.I)


def patterns(resolver, prefix=""):
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from patterns(pattern, route)
        elif not route.startswith(("api/", "oauth/")):
            yield pattern.name, pattern.pattern.converters or pattern.pattern.regex.groupindex


WEB = {name: list(arguments) for name, arguments in patterns(get_resolver())}


@pytest.fixture
def world():
    return build()


def knock(world, persona, name, ids, method=None):
    """One request, whose effects are undone: the next persona finds the same world."""
    path = reverse(name, kwargs={argument: ids[argument] for argument in WEB[name]})
    with transaction.atomic():
        response = getattr(world.browsers[persona], (method or DOORS[name].method).lower())(path)
        transaction.set_rollback(True)
    return response


def nothing(ids):
    return {key: absent(value) if key.endswith("_id") else value for key, value in ids.items()}


def absent(value):
    return uuid4() if isinstance(value, UUID) else "A" * 22


def body(response, ids):
    """What the page says, without this request's token and without the ids that were in its path."""
    content = TOKENS.sub(b"", response.content)
    for value in {v for k, v in ids.items() if k.endswith("_id")}:
        content = content.replace(str(value).encode(), b"ID")
    return response.status_code, content


def is_sent_to_sign_in(response):
    return response.status_code == 302 and "/accounts/login/" in response["Location"]


def misfits(world, name):
    """Personas for whom this door behaves wrongly, and how."""
    bound = any(argument.endswith("_id") for argument in WEB[name])
    for persona in PERSONAS:
        response = knock(world, persona, name, world.ids)
        if persona in DOORS[name].passes:
            right = response.status_code in OPEN and not is_sent_to_sign_in(response)
        elif persona == "anonymous":
            right = is_sent_to_sign_in(response) or (name in ABSENT_TO_ALL and response.status_code == 404)
        else:
            right = response.status_code in (403, 404)
        if not right:
            yield f"{name}: {persona} got {response.status_code}"
        elif bound and persona not in DOORS[name].passes | {"anonymous"}:
            absent = nothing(world.ids)
            if body(response, world.ids) != body(knock(world, persona, name, absent), absent):
                yield f"{name}: {persona} can tell what is not theirs from what is absent"


def misfits_by_post(world, name):
    """Personas refused the page who get further by posting to it."""
    for persona in sorted(set(PERSONAS) - DOORS[name].passes):
        response = knock(world, persona, name, world.ids, "POST")
        if response.status_code not in (403, 404, 405) and not is_sent_to_sign_in(response):
            yield f"{name}: {persona} posted and got {response.status_code}"


@pytest.mark.nodb
def test_every_page_is_in_the_table():
    pages = {name for name in WEB if name and not name.startswith(OF_THE_LIBRARY + OF_THE_API)}
    assert (pages - set(DOORS), set(DOORS) - pages) == (set(), set())


def test_each_door_opens_for_those_it_should_and_looks_absent_to_the_rest(world):
    wrong = [misfit for name in sorted(set(DOORS) & set(WEB)) for misfit in misfits(world, name)]
    assert wrong == [], "\n".join(wrong)


def test_who_may_not_see_a_page_may_not_post_to_it_either(world):
    pages = [name for name in sorted(set(DOORS) & set(WEB)) if DOORS[name].method == "GET"]
    wrong = [misfit for name in pages for misfit in misfits_by_post(world, name)]
    assert wrong == [], "\n".join(wrong)
