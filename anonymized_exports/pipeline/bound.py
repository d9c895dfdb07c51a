"""SQL that bounds what one person adds: one code per question, a capped number of true flags, one row.

Every row is rewritten from itself alone: no joins, no windows over other people, so that removing a person
leaves all other rows as they were.
"""

from anonymized_exports.pipeline.schema import POPULATION, Variable, Workload

DOOR = POPULATION
PSEUDONYM = "pseudonym"


def bounded_rows(workload: Workload, door: str = "") -> str:
    """A SELECT giving each person's codes and a bit mask `flags` with at most `flag_cap` bits set.

    `door` is where the rows come from; only attacks on made-up people give another.
    """
    codes = ",\n    ".join(f"{_code(variable)} AS {variable.column}" for variable in workload.variables)
    return f"""SELECT
    {codes},
    {_capped(workload)} AS flags
  FROM (SELECT door.*, {_mask(workload)} AS stated FROM {door or door_of(workload)} AS door OFFSET 0) AS person"""  # noqa: S608 - names from reviewed lists only; OFFSET 0: the mask is worked out once a person


def door_of(workload: Workload) -> str:
    """The view that is counted: one row a person."""
    return workload.door


def _code(variable: Variable) -> str:
    """The code if it is on the public list, notCollected if there is none, else other."""
    listed = ", ".join(_quoted(key) for key in variable.keys if key not in ("other", "notCollected"))
    column = variable.column
    return (
        f"CASE WHEN {column} IN ({listed}) THEN {column} "
        f"WHEN coalesce({column}, '') = '' THEN 'notCollected' ELSE 'other' END"
    )


def _mask(workload: Workload) -> str:
    bits = [f"(coalesce({flag.column}, false)::int << {i})" for i, flag in enumerate(workload.flags)]
    return " | ".join(bits)


def _capped(workload: Workload) -> str:
    """The stated flags, or the first `flag_cap` of them in an order only the keyed pseudonym knows."""
    return f"""CASE WHEN bit_count(stated::bit(32)) <= {workload.flag_cap} THEN stated ELSE (
      SELECT bit_or(1 << kept.i) FROM (
        SELECT i FROM generate_series(0, {len(workload.flags) - 1}) AS i WHERE (stated >> i) & 1 = 1
        ORDER BY sha256({PSEUDONYM} || int4send(i)) LIMIT {workload.flag_cap}
      ) AS kept) END"""  # noqa: S608 - numbers only


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
