"""Which failures are an event's own fault, and what may be said of them."""

import traceback

import psycopg

_NOT_THERE = (
    psycopg.errors.UndefinedTable,
    psycopg.errors.UndefinedColumn,
    psycopg.errors.InvalidSchemaName,
    psycopg.errors.InsufficientPrivilege,
)


def is_events_fault(error: Exception) -> bool:
    """True where trying again can't help: the stream is to be parked. False: the database's trouble."""
    match error:
        case psycopg.ProgrammingError():
            return not isinstance(error, _NOT_THERE)
        case psycopg.DataError() | psycopg.IntegrityError() | psycopg.errors.ProgramLimitExceeded():
            return True
        case psycopg.Error() | MemoryError() | OSError():
            return False
        case _:
            return True


def where(error: Exception) -> str:
    """The place in the code that failed. The error's own text is left out: it may quote somebody's data."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "projections" in frame.filename or "domain" in frame.filename]
    frame = (ours or frames)[-1]
    state = f", SQLSTATE {error.sqlstate}" if isinstance(error, psycopg.Error) and error.sqlstate else ""
    return f"in {frame.name}, line {frame.lineno} of {frame.filename.rpartition('/')[2]}{state}"
