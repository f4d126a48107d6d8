"""Parquet: columns have types, and no row can be broken."""

from collections.abc import Sequence

from advisor.batch.duck import Duck
from advisor.batch.formats.table import BROKEN, TEXT, FileTable, TableColumn, aliased, at, listed
from advisor.errors import AdvisorError, Place, Problem

_PLAIN = ("BOOLEAN", "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER",
          "UBIGINT", "DOUBLE", "DATE", "TIMESTAMP", TEXT)  # fmt: skip
"""Types whose values are answers as they stand; all others are read as texts."""


class Parquet(FileTable):
    """Files of Parquet with the same columns."""

    @classmethod
    def opened(cls, files: Sequence[str], duck: Duck, folder: str) -> "Parquet":
        columns = [cls._columns(path, duck) for path in files]
        other = next((path for path, found in zip(files, columns, strict=True) if found != columns[0]), None)
        if other:
            says = f"has other columns, or of other types, than {files[0]}"
            raise AdvisorError(Problem("wrong-table", says, "decide them apart", Place(other)))
        return cls(files, columns[0])

    @staticmethod
    def _columns(path: str, duck: Duck) -> list[TableColumn]:
        described = duck.rows(
            f"DESCRIBE SELECT * FROM read_parquet({listed([path])}, hive_partitioning = false)"
        )
        return [TableColumn(*row[:2]) for row in described]

    @property
    def relation(self) -> str:
        names = ", ".join(aliased([column.name for column in self.columns]))
        files = f"read_parquet({listed(self.files)}, hive_partitioning = false)"
        return f"SELECT {names}, NULL::VARCHAR AS {BROKEN} FROM {files}"

    def cell(self, index: int) -> TableColumn:
        """A number in short floating point is the one that it is written as; a list is one of ids."""
        value, type_ = at(index), self.columns[index].type
        if type_ == "FLOAT":
            return TableColumn(f"{value}::VARCHAR::DOUBLE", "DOUBLE")
        if type_.endswith("[]"):
            ids = f"array_to_string({value}::VARCHAR[], ',')"
            return TableColumn(f"CASE len({value}) WHEN 0 THEN 'none' ELSE {ids} END")
        is_plain = type_ in _PLAIN or type_.startswith("DECIMAL(")
        return TableColumn(value, type_) if is_plain else TableColumn(f"{value}::{TEXT}")
