"""Every verb of every room ends in the trail: read from the code, function by function, through what each calls."""

import ast
import importlib
import inspect
import pkgutil

import pytest

pytestmark = pytest.mark.nodb

ROOMS = ("casemgr.accounts.actions", "cases.actions", "referrals.actions", "anonymized_exports.actions")
# what is left without a name leaves no entry: it would tell the moment, and from where
WITHOUT_A_TRACE = {"leave_feedback"}
# these only compute something for another action or a page
COMPUTING = {"invitation_path", "must_use_provider", "next_case_numbers", "provider_of", "tell_of_new_password"}
NOT_ACTS = WITHOUT_A_TRACE | COMPUTING


def functions_of(package):
    """{name: calls} over the modules of a package of actions and the room's own modules they lean on."""
    found = {}
    for name in (*modules_in(package.rpartition(".")[0]), *modules_in(package)):
        for node in ast.parse(inspect.getsource(importlib.import_module(name))).body:
            if isinstance(node, ast.FunctionDef):
                found[node.name] = {ast.unparse(c.func) for c in ast.walk(node) if isinstance(c, ast.Call)}
    return found


def modules_in(package):
    infos = pkgutil.iter_modules(importlib.import_module(package).__path__)
    return [f"{package}.{info.name}" for info in infos if not info.ispkg]


def reaches_the_trail(name, functions, seen=()):
    calls = functions[name]
    if any(call in ("trail.record", "trail.read") for call in calls):
        return True
    inner = {call.rsplit(".", 1)[-1] for call in calls} & set(functions) - {name, *seen}
    return any(reaches_the_trail(call, functions, (*seen, name)) for call in inner)


def public_acts():
    for room in ROOMS:
        functions = functions_of(room)
        for name in sorted(getattr(importlib.import_module(room), "__all__", ())):
            if name in functions and name not in NOT_ACTS:
                yield pytest.param(name, functions, id=f"{room}.{name}")


@pytest.mark.parametrize(("name", "functions"), list(public_acts()))
def test_it_ends_in_the_trail(name, functions):
    assert reaches_the_trail(name, functions)


@pytest.mark.parametrize("room", ROOMS)
def test_the_room_names_its_acts(room):
    assert importlib.import_module(room).__all__
