"""The kinds of value that settings have: words, telephone numbers, addresses; each says what is wrong with what was written."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator
from pydantic_core import PydanticCustomError

from sevenminute.diagnostics.problem import quoted
from sevenminute.text.field_types import PlainLine
from sevenminute.text.formats import EMAIL, is_web_address
from sevenminute.text.quotes import WOULD_BE_SHOWN, is_in_curly_marks

_TELEPHONE = re.compile(r"\+?[\d ()]+")


def _telephone(text: str) -> str:
    digits = re.sub(r"\D", "", text)
    if not _TELEPHONE.fullmatch(text) or not 3 <= len(digits) <= 15:
        said = f"{quoted(text)} is not a telephone number: write its digits with spaces, in quotation marks"
        raise PydanticCustomError("telephone", "{said}", {"said": said})
    return text


def _no_number(value: object) -> object:
    """Refuse a telephone number that YAML took for a quantity: 0203 would have lost its zero, or become another number."""
    if isinstance(value, int | float):
        raise PydanticCustomError("telephone", "{said}", {"said": "put the number in quotation marks, or it may lose a zero"})
    return value


def _web_address(text: str) -> str:
    if not is_web_address(text, ("https",)):
        said = f"{quoted(text)} is not a safe web address: write the whole of it, beginning with https://"
        raise PydanticCustomError("address", "{said}", {"said": said})
    return text


def _email(text: str) -> str:
    if not EMAIL.fullmatch(text):
        said = f"{quoted(text)} is not an email address: write it like partnership@example.org"
        raise PydanticCustomError("email", "{said}", {"said": said})
    return text


def _edit_pattern(text: str) -> str:
    if "{path}" not in text:
        said = f"{quoted(text)} does not say where the file's path goes: write {{path}} in its place"
        raise PydanticCustomError("edit", "{said}", {"said": said})
    return _web_address(text)


def _straight(text: str) -> str:
    if is_in_curly_marks(text):
        raise PydanticCustomError("quotation_marks", "{said}", {"said": WOULD_BE_SHOWN})
    return text


Question = PlainLine
"""Words that may be a quotation as a whole."""
Words = Annotated[Question, AfterValidator(_straight)]
Telephone = Annotated[Words, AfterValidator(_telephone), BeforeValidator(_no_number)]
WebAddress = Annotated[Words, AfterValidator(_web_address)]
Email = Annotated[Words, AfterValidator(_email)]
EditPattern = Annotated[Words, AfterValidator(_edit_pattern)]
