"""The sealed columns that *erase only what was told* blanks: by the register of what is held."""

from cases.rights.register import NARRATIVE_OUT, PARTS

COLUMNS: tuple[str, ...] = tuple(
    f"{model._meta.db_table}.{model._meta.get_field(name).column}"
    for model, names in [*((part.model, part.narrative) for part in PARTS), *NARRATIVE_OUT.items()]
    for name in names
)
