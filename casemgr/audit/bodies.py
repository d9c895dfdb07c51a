"""An entry as the text that is hashed: every column of its row, in one order, the same on every server."""

#: every column of the trail's table (a test compares); times in UTC to the microsecond, JSON as PostgreSQL keeps it
COLUMNS = (
    "id object_pk object_id object_repr serialized_data action changes_text changes cid remote_addr remote_port "
    "additional_data actor_email event organization_id reason actor_id content_type_id"
).split()
TIME = "timestamp"


def body(table: str = "e") -> str:
    """SQL for the text of an entry, `table` being its alias: a JSON list, so that no two rows share one."""
    columns = [f'{table}."{name}"' for name in COLUMNS]
    moment = f"to_char({table}.\"{TIME}\" AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US')"
    return f"json_build_array({', '.join([*columns, moment])})::text"
