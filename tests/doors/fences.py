"""Takes one of the two fences down, or cuts a hole into it: the ORM's scope, or PostgreSQL's row-level security."""

import importlib
import inspect
import textwrap
from contextlib import contextmanager

import psycopg
from django.db import connections
from psycopg import sql

from casemgr.scoping import ScopedQuerySet

POLICIES = "SELECT tablename, policyname, qual, with_check FROM pg_policies WHERE policyname <> 'owner_all'"


def scoped(kind=ScopedQuerySet):
    """Every queryset class with a scope of its own."""
    for one in kind.__subclasses__():
        yield one
        yield from scoped(one)


@contextmanager
def scopes_down():
    """`visible_to` answers everything, in every queryset of every room."""
    kept = {one: one.__dict__["visible_to"] for one in set(scoped()) if "visible_to" in one.__dict__}
    for one in kept:
        one.visible_to = lambda self, user: self._marked()
    try:
        yield
    finally:
        for one, method in kept.items():
            one.visible_to = method


@contextmanager
def policies_down(house):
    """Every policy of every table says yes; the logins, the actor and everything else stay as they are."""
    with _owner(house) as owner:
        held = owner.execute(POLICIES).fetchall()
        for table, policy, using, check in held:
            _alter(owner, table, policy, using and "true", check and "true")
        try:
            yield
        finally:
            for one in held:
                _alter(owner, *one)


@contextmanager
def mutated_scope(place, old, new):
    """`place` is module.Class.method; one piece of its source is replaced."""
    module_name, class_name, method_name = place.rsplit(".", 2)
    module = importlib.import_module(module_name)
    queryset = getattr(module, class_name)
    kept = queryset.__dict__[method_name]
    source = textwrap.dedent(inspect.getsource(kept))
    assert old in source, f"{place} has no {old!r} any more: mend the mutant"
    made: dict = {}
    changed = source.replace(old, new).replace("super()", f"super({class_name}, self)")
    exec(compile("from __future__ import annotations\n" + changed, place, "exec"), vars(module), made)  # noqa: S102
    setattr(queryset, method_name, made[method_name])
    try:
        yield
    finally:
        setattr(queryset, method_name, kept)


@contextmanager
def mutated_policy(house, table, old, new):
    """One piece of what a policy asks (`table/policy`, or the members' of `table`), as printed, is replaced."""
    table, _, named = table.partition("/")
    with _owner(house) as owner:
        [(table, policy, using, _check)] = owner.execute(
            POLICIES + " AND tablename = %s AND qual IS NOT NULL AND policyname ~ %s",
            [table, named or "^members(_read)?$"],
        ).fetchall()
        plain = " ".join(using.split())
        assert old in plain, f"the policy of {table} has no {old!r} any more: mend the mutant\n{plain}"
        _alter(owner, table, policy, plain.replace(old, new), None)
        try:
            yield
        finally:
            _alter(owner, table, policy, using, None)


@contextmanager
def _owner(house):
    """The owner's connection to the house's database; the app's is closed, so that nothing waits for its locks."""
    connections["default"].close()
    with psycopg.connect(house.database.environment["OWNER_DATABASE_URL"], autocommit=True) as owner:
        yield owner


def _alter(owner, table, policy, using, check):
    parts = [sql.SQL("ALTER POLICY {} ON {}").format(sql.Identifier(policy), sql.Identifier(table))]
    parts += [sql.SQL(f"USING ({using})")] if using else []
    parts += [sql.SQL(f"WITH CHECK ({check})")] if check else []
    owner.execute(sql.SQL(" ").join(parts))
