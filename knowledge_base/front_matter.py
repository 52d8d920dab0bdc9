"""Reads a Markdown file that starts with YAML between two `---` lines, keeping line numbers.

It knows nothing of what the fields mean: `articles` judges them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import yaml

MARK = "---"
BLOCK_STYLES = ("|", ">")


class FrontMatterError(ValueError):
    """The file's form is wrong; `line` is where."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line
        self.reason = reason


@dataclass(frozen=True)
class Field:
    """A value and the line of the file on which it starts."""

    value: Any
    line: int


@dataclass(frozen=True)
class Document:
    fields: dict[str, Field]
    body: Field


def read_document(text: str) -> Document:
    """The fields and the body of a file; FrontMatterError names the line of what is wrong."""
    lines = text.split("\n")
    if lines[0].strip() != MARK:
        raise FrontMatterError(1, f"the first line must be {MARK}")
    ends = [number for number, line in enumerate(lines) if number and line.rstrip() == MARK]
    if not ends:
        raise FrontMatterError(len(lines), f"no second {MARK} line closes the fields")
    fields = _read_fields("\n".join(lines[1 : ends[0]]))
    body = "\n".join(lines[ends[0] + 1 :]).strip()
    return Document(fields, Field(body, ends[0] + 2))


def read_mapping(text: str, first_line: int = 1) -> dict[str, Field]:
    """The keys of a YAML mapping with the line of each; FrontMatterError when it is none."""
    loader = yaml.SafeLoader(text)
    try:
        node = loader.get_single_node()
        if not isinstance(node, yaml.MappingNode):
            raise FrontMatterError(first_line, "expected `key: value` lines")
        return _collect(loader, node, first_line)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + (mark.line if mark else 0)
        raise FrontMatterError(line, f"bad YAML, {error.problem or error.context}") from error
    except yaml.YAMLError as error:
        raise FrontMatterError(first_line, f"bad YAML, {error}") from error
    finally:
        loader.dispose()


def _read_fields(text: str) -> dict[str, Field]:
    return read_mapping(text, first_line=2)


def _collect(loader: yaml.SafeLoader, node: yaml.MappingNode, first_line: int) -> dict[str, Field]:
    fields: dict[str, Field] = {}
    for key_node, value_node in node.value:
        key = str(loader.construct_object(key_node, deep=True))
        line = first_line + key_node.start_mark.line
        if key in fields:
            raise FrontMatterError(line, f"`{key}` stands twice")
        try:
            value = loader.construct_object(value_node, deep=True)
        except ValueError as error:
            raise FrontMatterError(line, f"`{key}` can't be read, {error}") from error
        is_block = isinstance(value_node, yaml.ScalarNode) and value_node.style in BLOCK_STYLES
        fields[key] = Field(value, line + is_block)
    return fields
