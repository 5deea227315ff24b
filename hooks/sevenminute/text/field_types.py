"""Types of pydantic that front matter and settings share: a date, and a line of words."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from sevenminute.diagnostics.problem import quoted
from sevenminute.text.dates import PartialDate
from sevenminute.text.marks import plain
from sevenminute.text.placeholder_text import filled


class _DateField:
    """Teaches pydantic to read a `PartialDate` from text."""

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, _handler: object) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(cls._read)

    @classmethod
    def __get_pydantic_json_schema__(cls, _schema: CoreSchema, _handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": "string", "pattern": r"^\d{4}-\d{2}(-\d{2})?$", "examples": ["2025-04", "2025-04-01"]}

    @staticmethod
    def _read(value: object) -> PartialDate:
        if isinstance(value, PartialDate):
            return value
        if not isinstance(value, str | date | int):
            raise PydanticCustomError("date", "must be one date: write the month like 2025-04, or the day like 2025-04-01")
        try:
            return PartialDate.parse(str(value))
        except ValueError as error:
            said = {"said": f"{quoted(value)} {error}"}
            raise PydanticCustomError("date", "{said}", said) from None


Date = Annotated[PartialDate, _DateField]
Line = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(filled)]
PlainLine = Annotated[Line, AfterValidator(plain)]
"""One that readers see as it is written."""
