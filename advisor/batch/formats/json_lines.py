"""JSON lines: an object a line. What is written back is the line itself with what was added.

A line that is no object stays in its place, and says so: then a copy of the file is read in which it does.
"""

import json
from collections.abc import Iterator, Sequence
from typing import NoReturn

from advisor.batch.duck import Duck, Unreadable, text, texts
from advisor.batch.formats import delimited, lines
from advisor.batch.formats.table import BROKEN, Added, FileTable, TableColumn, at
from advisor.errors import brief

_LINE = "line$"
_NONE = "is no JSON object"


class JsonLines(FileTable):
    """Files of JSON lines. Columns are the keys of all lines: those of the first in its order, then the others.

    is_mended: whether the files are copies that say before each line why it is none
    """

    is_mended = False
    kept = (_LINE,)

    @classmethod
    def opened(cls, files: Sequence[str], duck: Duck, folder: str) -> "JsonLines":
        duck.teach(_AS_WRITTEN, as_written, ["VARCHAR", "VARCHAR"], "VARCHAR")
        found = cls(files, [])
        try:
            return found._with_columns(duck)
        except Unreadable:
            return found.mended(duck, folder)

    def mended(self, duck: Duck, folder: str) -> "JsonLines":
        if self.is_mended:
            return self
        several = len(self.files) > 1
        made = type(self)(
            [lines.mended(path, _mended(path), folder, named=several) for path in self.files], ()
        )
        made.is_mended = True
        return made._with_columns(duck)

    def _with_columns(self, duck: Duck) -> "JsonLines":
        keys = f"SELECT json_keys({_LINE}) AS keys FROM ({self._lines}) WHERE {BROKEN} IS NULL"
        first = duck.rows(f"{keys} LIMIT 1")
        every = duck.rows(f"SELECT DISTINCT unnest(keys) FROM ({keys})")
        names = dict.fromkeys([*(first[0][0] if first else ()), *sorted(key for (key,) in every)])
        made = type(self)(self.files, [TableColumn(key, "JSON") for key in names])
        made.is_mended = self.is_mended
        return made

    @property
    def _lines(self) -> str:
        """A query for the lines that hold something, and why one is none."""
        if self.is_mended:
            read = delimited.scan(self.files, [BROKEN, _LINE], header=False)
            is_one = f"coalesce(json_valid({_LINE}) AND json_type({_LINE}) = 'OBJECT', false)"
            why = f"CASE WHEN NOT {is_one} THEN coalesce({BROKEN}, {text(_NONE)}) END"
            return f"SELECT CASE WHEN {is_one} THEN {_LINE} END AS {_LINE}, {why} AS {BROKEN} FROM {read}"
        read = delimited.scan(self.files, [_LINE], "\x01", "", header=False)
        line = f"CASE json_type({_LINE}) WHEN 'OBJECT' THEN {_LINE} ELSE error({text(_NONE)}) END"
        return f"SELECT {line} AS {_LINE}, NULL::VARCHAR AS {BROKEN} FROM {read} WHERE trim({_LINE}, {_BLANKS}) <> ''"

    @property
    def relation(self) -> str:
        keys = texts([_pointer(column.name) for column in self.columns])
        columns = "".join(
            f", found[{number}] AS {at(number - 1)}" for number, _ in enumerate(self.columns, 1)
        )
        found = f"json_extract({_LINE}, {keys})" if self.columns else "NULL"
        return f"SELECT {_LINE}, {BROKEN}{columns} FROM (SELECT *, {found} AS found FROM ({self._lines}))"

    def cell(self, index: int) -> TableColumn:
        """A list is one of ids, as they are typed; a long number is read from the line, for DuckDB rounds it."""
        value, key = at(index), text(self.columns[index].name)
        ids = f"CASE json_array_length({value}) WHEN 0 THEN 'none' ELSE array_to_string({value}::VARCHAR[], ',') END"
        number = (
            f"CASE WHEN regexp_matches({_LINE}, '{_LONG}') THEN {_AS_WRITTEN}({_LINE}, {key}) "
            f"ELSE {value}::VARCHAR END"
        )
        return TableColumn(
            f"CASE json_type({value}) WHEN 'ARRAY' THEN {ids} WHEN 'DOUBLE' THEN {number} "
            f"ELSE {value} ->> '$' END"
        )

    def carried(self, index: int, format_: str) -> str:
        return f"{at(index)} ->> '$'"

    def written(self, added: Sequence[Added], format_: str) -> str:
        if format_ != "jsonl":
            return super().written(added, format_)
        more = " || ',' || ".join(
            f"{text(json.dumps(one.name) + ':')} || coalesce(to_json({one.sql})::VARCHAR, 'null')"
            for one in added
        )
        return f"SELECT {_BEGIN} || {more} || '}}' AS {_LINE}"

    def options(self, format_: str) -> str:
        as_it_is = "FORMAT csv, HEADER false, QUOTE '', ESCAPE '', DELIMITER '\x01'"
        return as_it_is if format_ == "jsonl" else super().options(format_)

    @classmethod
    def again(cls, file: str, names: Sequence[str], duck: Duck) -> "JsonLines":
        return cls([file], [TableColumn(name, "JSON") for name in names])


_LONG = r"\d[\d.]{15}"
"""Digits of a number beyond which it may be read as another one."""
_AS_WRITTEN = "as_written"


def as_written(line: str, key: str) -> str:
    """The text of the number that stands at a key of an object."""
    return str(json.loads(line, parse_float=str)[key])


_BLANKS = "' \t\r'"
_TRIMMED = f"trim(coalesce({_LINE}, '{{}}'), {_BLANKS})"
_BEGIN = (
    f"CASE WHEN regexp_full_match({_TRIMMED}, '\\{{\\s*\\}}') THEN '{{' "
    f"ELSE left({_TRIMMED}, length({_TRIMMED}) - 1) || ',' END"
)
"""A line up to where more can be added."""


def _pointer(key: str) -> str:
    return "/" + key.replace("~", "~0").replace("/", "~1")


def _mended(path: str) -> Iterator[lines.Mended]:
    """The lines that hold something."""
    for line in lines.of(path):
        line_text = line.text.strip(" \t\r\n")
        if why := line.why or (line_text and _why_none(line_text)):
            yield line.number, [None], why
        elif line_text:
            yield line.number, [line_text], ""


def _why_none(line: str) -> str:
    """Why a line is no JSON object; empty if it is one."""
    try:
        found = json.loads(line, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        return f"is no JSON: {error}: {brief(line)}"
    return "" if isinstance(found, dict) else f"{_NONE}: {brief(line)}"


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no number of JSON")
