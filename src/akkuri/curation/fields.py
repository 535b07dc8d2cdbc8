"""What a person fills in: the tables of a kind of record, their columns, and what each column takes."""

from collections.abc import Iterable

from akkuri.checks.cells.codes import codes_called
from akkuri.checks.submissions.pages import address_column, is_cited
from akkuri.kinds import Kind, Kinds
from akkuri.tables.schema import Column, Schema, TableSchema
from akkuri.texts import catalogue, text

__all__ = ["about", "fields_of", "help_on", "tables_of"]

_MODIFIED = "dct:modified"


def tables_of(kinds: Iterable[Kind], schema: Schema) -> list[TableSchema]:
    """Return the tables of kinds and of what depends on their records, then those that are cited.

    What a command writes is left out.
    """
    wanted = list(kinds)
    prefixes = {kind.prefix for kind in wanted}
    names = {kind.table for kind in wanted}
    found = [
        table
        for table in schema
        if table.name in names
        or (
            table.parent is not None
            and not table.made_by_program
            and prefixes & set(table.column(table.parent).refers_to)
        )
    ]
    cited = [table for table in schema if address_column(table) and table not in found]
    return [*found, *cited]


def about(kind: Kind, kinds: Kinds, schema: Schema) -> list[Kind]:
    """Return a kind and those whose records must name one of its records, such as its equipment."""
    tables = {table.name: table for table in schema}
    found = [kind]
    for other in kinds:
        table = tables.get(other.table)
        columns = table.columns if table else ()
        if other is not kind and any(
            kind.prefix in column.refers_to and column.required for column in columns
        ):
            found.append(other)
    return found


def fields_of(table: TableSchema) -> list[Column]:
    """Return the columns a person can fill in: what must be there first, the identifier of a record last.

    What the program makes is left out: names that follow from codes, marks of translations, days of changes.
    """
    own = table.key[:1] if table.is_record else ()
    asked = [
        column
        for column in table.columns
        if column.name not in own
        and not column.translation_of
        and column.property != _MODIFIED
        and (column.property is not None or column.scheme or column.refers_to or column.name in table.key)
    ]
    needed = [column for column in asked if column.required or column.name in table.key]
    return [
        *needed,
        *(column for column in asked if column not in needed),
        *(column for column in table.columns if column.name in own),
    ]


def help_on(column: Column, table: TableSchema, schema: Schema, lang: str) -> str:
    """Return what to write into a column, in a few sentences."""
    if table.is_record and column.name in table.key:
        return text(lang, "template.help-id")
    said = [text(lang, "template.help-required")] if column.required else []
    if description := column.descriptions.get(lang):
        said.append(description)
    said += _form(column, schema, lang)
    if column.lang == "en":
        said.append(text(lang, "template.help-english"))
    if column.separator:
        sign = text(lang, "template.space" if column.separator == " " else "template.semicolon")
        said.append(text(lang, "template.help-several", sign=sign))
    known: list[str] = []
    for sentence in said:  # a description may say how several are parted
        known = [*(each.replace(sentence, "").strip() for each in known), sentence]
    return " ".join(each for each in known if each)


def _form(column: Column, schema: Schema, lang: str) -> list[str]:
    """Say in which form a value is written; nothing where any text will do."""
    if column.scheme or codes_called(column, lang):
        return [text(lang, "template.help-list")]
    if column.refers_to:
        return [text(lang, "template.help-cited" if is_cited(column, schema) else "template.help-record")]
    word = f"checks.form-{column.name}"
    if column.pattern and word in catalogue(lang):
        return [text(lang, "template.help-form", word=text(lang, word))]
    match column.datatype:
        case "partialDate":
            return [text(lang, "template.help-date")]
        case "decimal" | "integer":
            key = "template.help-number" if column.datatype == "decimal" else "template.help-whole"
            return [text(lang, key)]
        case "anyURI":
            return [text(lang, "template.help-address")]
    return []
