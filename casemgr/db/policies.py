"""Row-level security written by hand, in one shape: enabled, forced, the owner explicit, the rest by rule.

Rules are SQL over the row; `(SELECT app.org())` is asked once per query. A policy here is a second fence: the
queryset's own filter comes first and picks the index.
"""

from collections.abc import Mapping

from django.db.migrations import RunSQL

IN_ORGANIZATION = "organization_id = (SELECT app.org())"
SEES_CASES = "(SELECT app.scope()) IN ('organization', 'own')"


def protect(table: str, *, using: str, check: str = IN_ORGANIZATION) -> RunSQL:
    """Force row-level security on `table`: `using` says which rows are there, `check` which may be written."""
    return RunSQL(_protection(table, using, check), _exposure(table))


def _protection(table: str, using: str, check: str) -> str:
    return f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
        CREATE POLICY owner_all ON {table} TO casemgr_owner USING (true) WITH CHECK (true);
        CREATE POLICY members ON {table} TO casemgr_app, casemgr_worker USING ({using}) WITH CHECK ({check});
        """


def _exposure(table: str) -> str:
    return f"""
        DROP POLICY members ON {table};
        DROP POLICY owner_all ON {table};
        ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
        ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
        """


def by_organization(table: str) -> RunSQL:
    """Rows of one's own organization, for people who see cases."""
    return protect(table, using=f"{IN_ORGANIZATION} AND {SEES_CASES}")


def by_case(table: str) -> RunSQL:
    """Rows hanging on a case (column case_id): seen by whoever the case's own policy admits."""
    return protect(table, using=_of_case(table))


def no_longer_by_case(table: str) -> RunSQL:
    """Take the policies of `by_case` away, to give others in the same migration."""
    return RunSQL(_exposure(table), _protection(table, _of_case(table), IN_ORGANIZATION))


def _of_case(table: str) -> str:
    return f"{IN_ORGANIZATION} AND {_sees_case(table)}"


def _sees_case(table: str, column: str = "case_id", of: str = "id") -> str:
    """Whether the policy of cases admits one whose `of` is the row's `column`."""
    return f"EXISTS (SELECT 1 FROM cases_case c WHERE c.{of} = {table}.{column})"


def by_note(table: str) -> RunSQL:
    """Rows on a case with a kind and an author: restricted kinds for the author and whoever sees the organization,
    a complaint not for the case's own worker.
    """
    own_worker = _own_worker(table)
    may_read = f"""(kind NOT IN ('therapy', 'privileged', 'complaint') OR written_by_id = (SELECT app.person())
        OR ((SELECT app.scope()) = 'organization' AND (kind <> 'complaint' OR NOT {own_worker})))"""
    return protect(table, using=f"{_of_case(table)} AND {may_read}")


def of_group(group: str) -> str:
    """Rows of a group of fields that the reader's role reads."""
    return f"(SELECT app.may('{group}'))"


def of_groups(groups: Mapping[str, str], author: str) -> str:
    """Rows whose `kind` is of a group that the reader's role reads, or that the reader wrote (column `author`)."""
    kinds: dict[str, list[str]] = {}
    for kind, group in groups.items():
        kinds.setdefault(group, []).append(f"'{kind}'")
    by_group = (f"(kind NOT IN ({', '.join(k)}) OR {of_group(group)})" for group, k in sorted(kinds.items()))
    return f"({author} = (SELECT app.person()) OR ({' AND '.join(by_group)}))"


def members_too(table: str, rule: str) -> RunSQL:
    """One more condition on what members find in `table`; a restrictive policy, beside the permissive one."""
    return RunSQL(
        f"""CREATE POLICY groups ON {table} AS RESTRICTIVE TO casemgr_app, casemgr_worker
        USING ({rule}) WITH CHECK (true);""",
        f"DROP POLICY groups ON {table};",
    )


def by_few_on_case(table: str, *, too: str = "false") -> RunSQL:
    """Rows on a case (column recorded_by_id) for their writer, the case's worker and whoever sees the organization;
    on the cases they see also for those of whom `too` (SQL) holds.
    """
    may_read = f"""(recorded_by_id = (SELECT app.person()) OR (SELECT app.scope()) = 'organization'
        OR {_own_worker(table)} OR {too})"""
    return protect(table, using=f"{_of_case(table)} AND {may_read}")


def _own_worker(table: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM cases_case c WHERE c.id = {table}.case_id AND c.caseworker_id = (SELECT app.person()))"
    )


def by_both_cases(table: str) -> RunSQL:
    """Rows between two cases (columns case_id, other_id): read and written only with sight of both."""
    rule = f"{IN_ORGANIZATION} AND {_sees_case(table)} AND {_sees_case(table, 'other_id')}"
    return protect(table, using=rule, check=rule)


def by_case_or_addressee(table: str) -> RunSQL:
    """Rows on a case that one colleague (column to_id) is asked about: theirs too, without sight of the case."""
    asked = f"{SEES_CASES} AND to_id = (SELECT app.person())"
    return protect(table, using=f"{IN_ORGANIZATION} AND (({asked}) OR {_sees_case(table)})")


def by_person(table: str, column: str = "person_id") -> RunSQL:
    """Rows hanging on a person: seen by whoever sees one of the person's cases."""
    return protect(table, using=f"{IN_ORGANIZATION} AND {_sees_case(table, column, of='person_id')}")


def by_author_alone(table: str) -> RunSQL:
    """Rows of no case (column author_id) that their author alone reads and writes."""
    rule = f"{IN_ORGANIZATION} AND author_id = (SELECT app.person())"
    return protect(table, using=rule, check=rule)


def by_author(table: str) -> RunSQL:
    """Rows (column author_id) that their author alone reads and writes."""
    rule = _own(table, "author_id")
    return protect(table, using=rule, check=rule)


def by_recipient(table: str) -> RunSQL:
    """Rows (column recipient_id) that a colleague writes and the recipient alone reads."""
    return protect(table, using=_own(table, "recipient_id"))


def own_or_shared(table: str) -> RunSQL:
    """Rows (columns author_id, shared) that their author writes, and everybody who sees cases reads once shared."""
    own = f"{IN_ORGANIZATION} AND author_id = (SELECT app.person())"
    return protect(
        table,
        using=f"{IN_ORGANIZATION} AND {SEES_CASES} AND (shared OR author_id = (SELECT app.person()))",
        check=own,
    )


def _own(table: str, column: str) -> str:
    """One's own rows, of no case or while the case's own policy admits it (column case_id)."""
    return f"{IN_ORGANIZATION} AND {column} = (SELECT app.person()) AND (case_id IS NULL OR {_sees_case(table)})"


def append_only(table: str, *, deletable: bool = False) -> RunSQL:
    """Take UPDATE and TRUNCATE (and DELETE, unless erasure needs it) from everybody but the owner, by trigger too."""
    acts = "UPDATE" if deletable else "UPDATE OR DELETE"
    return RunSQL(
        f"""
        REVOKE {acts.replace(" OR ", ", ")}, TRUNCATE ON {table} FROM casemgr_app, casemgr_worker;
        CREATE TRIGGER append_only BEFORE {acts} ON {table}
            FOR EACH ROW EXECUTE FUNCTION app.refuse_change();
        CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_change();
        """,
        f"""
        DROP TRIGGER append_only ON {table};
        DROP TRIGGER append_only_truncate ON {table};
        GRANT UPDATE, DELETE ON {table} TO casemgr_app, casemgr_worker;
        """,
    )


TAKES_PART = "EXISTS (SELECT 1 FROM accounts_organization o WHERE o.id = (SELECT app.org()) AND o.status = 'active')"
OF_ACTIVE = "organization_id IN (SELECT o.id FROM accounts_organization o WHERE o.status = 'active')"


def by_keeper(table: str, *, right: str, shown: str = "true", parents: Mapping[str, str] | None = None) -> RunSQL:
    """Rows that one organization keeps and others may see: one policy per command.

    Read by their organization, and by active others where `shown` (SQL over the row) holds and every one of `parents`
    (column: table) is to be seen. Written with the `right`, under parents of the same organization.
    """
    return RunSQL(_kept(table, right, shown, parents or {}), _no_longer_kept(table))


def _kept(table: str, right: str, shown: str, parents: Mapping[str, str]) -> str:
    members = f"ON {table} FOR {{}} TO casemgr_app, casemgr_worker"
    keeps = f"{IN_ORGANIZATION} AND (SELECT app.may('{right}'))"
    seen = " AND ".join([shown, OF_ACTIVE, *(_parent(table, column, of) for column, of in parents.items())])
    own = " AND ".join([keeps, *(_parent(table, column, of, own=True) for column, of in parents.items())])
    return f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
        CREATE POLICY owner_all ON {table} TO casemgr_owner USING (true) WITH CHECK (true);
        CREATE POLICY members_read {members.format("SELECT")}
            USING (({TAKES_PART}) AND ({IN_ORGANIZATION} OR ({seen})));
        CREATE POLICY keepers_add {members.format("INSERT")} WITH CHECK ({own});
        CREATE POLICY keepers_change {members.format("UPDATE")} USING ({keeps}) WITH CHECK ({own});
        CREATE POLICY keepers_remove {members.format("DELETE")} USING ({keeps});
        """


def _parent(table: str, column: str, of: str, *, own: bool = False) -> str:
    """The parent is to be seen. Reading asks by IN, planned once: EXISTS in EXISTS is planned over and over."""
    if own:
        same = f"p.id = {table}.{column} AND p.organization_id = {table}.organization_id"
        return f"({column} IS NULL OR EXISTS (SELECT 1 FROM {of} p WHERE {same}))"
    return f"({column} IS NULL OR {column} IN (SELECT p.id FROM {of} p))"


def _no_longer_kept(table: str) -> str:
    policies = ("keepers_remove", "keepers_change", "keepers_add", "members_read", "owner_all")
    drops = "\n".join(f"DROP POLICY {policy} ON {table};" for policy in policies)
    return f"{drops} ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY; ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;"
