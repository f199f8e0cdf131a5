"""Whole columns as binary Postgres arrays: a batch of rows is one statement that unnests them."""

from collections.abc import Iterable, Sequence
from struct import Struct
from typing import Any, ClassVar

from psycopg import Connection
from psycopg.abc import Buffer
from psycopg.adapt import Dumper
from psycopg.pq import Format

_ARRAY = Struct(">iiIii")
_LENGTH = Struct(">i")
_NULL = _LENGTH.pack(-1)
_INT4 = Struct(">ii")
_INT8 = Struct(">iq")
_FLOAT8 = Struct(">id")


class Column(bytes):
    """The binary format of an array that isn't empty. Subclasses say of what."""

    element: ClassVar[int]
    array: ClassVar[int]

    @classmethod
    def _of(cls, parts: Sequence[bytes]) -> "Column":
        return cls(b"".join([_ARRAY.pack(1, 1, cls.element, len(parts), 1), *parts]))


class Bytea(Column):
    element, array = 17, 1001

    @classmethod
    def of(cls, values: Iterable[bytes | None]) -> Column:
        return cls._of([_NULL if v is None else _LENGTH.pack(len(v)) + v for v in values])


class Uuid(Bytea):
    """Of ids as their 16 bytes."""

    element, array = 2950, 2951


class Text(Column):
    element, array = 25, 1009

    @classmethod
    def of(cls, values: Iterable[str | None]) -> Column:
        return cls._of([_NULL if v is None else _prefixed(v.encode()) for v in values])


class Bool(Column):
    element, array = 16, 1000

    @classmethod
    def of(cls, values: Iterable[bool]) -> Column:
        return cls._of([_LENGTH.pack(1) + bytes([v]) for v in values])


class Int4(Column):
    element, array = 23, 1007

    @classmethod
    def of(cls, values: Iterable[int | None]) -> Column:
        return cls._of([_NULL if v is None else _INT4.pack(4, v) for v in values])


class Int8(Column):
    element, array = 20, 1016

    @classmethod
    def of(cls, values: Iterable[int | None]) -> Column:
        return cls._of([_NULL if v is None else _INT8.pack(8, v) for v in values])


class Timestamp(Int8):
    """Of times with zone, in microseconds since 2000-01-01 UTC."""

    element, array = 1184, 1185


class Float8(Column):
    element, array = 701, 1022

    @classmethod
    def of(cls, values: Iterable[float | None]) -> Column:
        return cls._of([_NULL if v is None else _FLOAT8.pack(8, v) for v in values])


type_of_columns = (Bytea, Uuid, Text, Bool, Int4, Int8, Timestamp, Float8)


def register_columns(conn: Connection[Any]) -> None:
    """Let this connection take columns as parameters."""
    for kind in type_of_columns:
        conn.adapters.register_dumper(kind, _dumper(kind))


def _dumper(kind: type[Column]) -> type[Dumper]:
    class ColumnDumper(Dumper):
        format = Format.BINARY
        oid = kind.array

        def dump(self, obj: Any) -> Buffer:
            return bytes(obj)

    return ColumnDumper


def _prefixed(value: bytes) -> bytes:
    return _LENGTH.pack(len(value)) + value
