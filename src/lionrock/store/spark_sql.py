"""The named steps in Spark's SQL: what is said differently there, and what may be said at all.

Steps are written once, in DuckDB's dialect. SQLGlot parses and renders them; between the two, the
differences it does not know are made up for here. Only the portable core is let through: what is
not in it is refused by name, because a translation that is merely accepted may mean another thing.
"""

import re
from collections.abc import Callable

import msgspec
import sqlglot
from sqlglot import exp

CORE = frozenset((
    "Alias", "And", "Array", "ArrayAgg", "ArrayFilter", "ArraySize", "ArraySort", "ArrayToString",
    "Between", "Boolean", "Case", "Cast", "Coalesce", "Column", "ColumnDef", "ConcatWs", "Count",
    "Create", "DPipe", "DataType", "Distinct", "Div", "Dot", "EQ", "Exists", "Filter", "Flatten",
    "From", "GT", "GTE", "Greatest", "Group", "Having", "Identifier", "If", "In", "Is", "Join",
    "LT", "LTE", "Lambda", "Left", "Like", "Limit", "Literal", "LogicalAnd", "LogicalOr", "Lower",
    "Max", "Min", "Mul", "NEQ", "Neg", "Not", "Null", "Nullif", "Or", "Order", "Ordered", "Paren",
    "Pow", "PropertyEQ", "Rank", "RegexpExtract", "RegexpLike", "RegexpReplace", "Replace",
    "Round", "RowNumber", "Schema", "Select", "SplitPart", "Star", "Struct", "Sub", "Subquery",
    "Substring", "Sum", "Table", "TableAlias", "Transform", "Trim", "TryCast", "Union", "Unnest",
    "Where", "Window",
))  # fmt: skip
"""The expressions that mean the same on both engines, once translated here; as SQLGlot names
them."""

_INLINE = {"g": "", "s": "s", "i": "iu"}  # without (?u), Java's (?i) knows ASCII letters alone
_ANY = re.compile(r"\[[^]]*\]|\\.|(?P<dot>\.)")


_SPACES = " \u00a0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u202f\u205f\u3000"


class NotPortable(Exception):
    """A step that says what only the embedded engine understands, and what that is."""


class Statement(msgspec.Struct, frozen=True):
    """A step for Spark: the table it makes, and a query; or, for an empty table, its columns."""

    table: str | None
    query: str
    columns: str = ""


def translate(name: str, sql: str) -> Statement:
    """One step: CREATE TABLE … AS a query, CREATE TABLE with columns, or a query alone.

    Tables of the catalogues `scratch` and `loading` get the catalogue's name as a prefix. Raises
    NotPortable.
    """
    try:
        (tree,) = sqlglot.parse(sql, read="duckdb")
    except (sqlglot.ParseError, ValueError) as error:
        raise NotPortable(f"{name}: not one statement that can be parsed: {error}") from None
    if tree is None:
        raise NotPortable(f"{name}: says nothing")
    strange = sorted({type(node).__name__ for node in tree.walk()} - CORE)
    if strange:
        raise NotPortable(f"{name}: {', '.join(strange)}: not of the portable core")
    try:
        for types, change in _CHANGES:
            for node in list(tree.find_all(*types)):
                change(node)
    except NotPortable as error:
        raise NotPortable(f"{name}: {error}") from None
    if not isinstance(tree, exp.Create):
        return Statement(None, _sql(tree))
    made = tree.this
    if isinstance(made, exp.Schema):
        return Statement(made.this.name, "", ", ".join(_sql(one) for one in made.expressions))
    return Statement(made.name, _sql(tree.expression))


def named(table: str) -> str:
    """What a table is called there: that of a catalogue bears the catalogue's name."""
    return table.replace(".", "_")


def _sql(tree: exp.Expr) -> str:
    told: str = tree.sql(dialect="spark", comments=False)
    return told


def _table(node: exp.Table) -> None:
    if node.db:
        name = named(f"{node.db}.{node.name}")
        node.replace(exp.to_table(name, alias=node.alias or None))


def _decimal(node: exp.Literal) -> None:
    """`1.0` divided is a double in DuckDB, but a decimal of few digits in Spark."""
    if not node.is_string and not node.name.isdigit():
        node.replace(exp.cast(node.copy(), "DOUBLE"))


def _index(node: exp.Lambda) -> None:
    """The index that a lambda is given counts from 1 in DuckDB, from 0 in Spark."""
    if len(node.expressions) != 2:
        return
    index = node.expressions[1].name
    for found in list(node.this.find_all(exp.Identifier)):
        if found.name != index or isinstance(found.parent, exp.Dot | exp.Lambda | exp.TableAlias):
            continue
        if isinstance(found.parent, exp.PropertyEQ) and found.arg_key == "this":
            continue  # the name of a field
        column = found.parent if isinstance(found.parent, exp.Column) else found
        if column is found or not column.table:
            column.replace(exp.paren(exp.Add(this=column.copy(), expression=exp.Literal.number(1))))


def _pattern(node: exp.RegexpLike | exp.RegexpExtract | exp.RegexpReplace) -> None:
    """A regular expression of RE2 as Java's and Rust's engines read it alike.

    `$` is the end and not the place before a last line break; flags stand in the pattern; a dot
    takes line breaks, of which each engine knows others, only when it is said to; and what
    replaces the first match alone must be bound to the beginning, for Spark replaces all.
    """
    pattern = node.args["expression"]
    if not (isinstance(pattern, exp.Literal) and pattern.is_string):
        raise NotPortable("a regular expression that is no literal")
    text = re.sub(r"\$(?=$|\))", r"\\z", pattern.name)
    flags = ""
    if isinstance(node, exp.RegexpReplace):
        modifiers = node.args.get("modifiers")
        flags = modifiers.name if modifiers is not None else ""
        if "g" not in flags and not text.startswith("^"):
            raise NotPortable(f"regexp_replace of the first match alone: {pattern.name}")
        for argument in ("modifiers", "single_replace"):
            node.set(argument, None)
    if "s" not in flags and any(found["dot"] for found in _ANY.finditer(text)):
        raise NotPortable(f"a dot that may or may not be a line break (flag s): {pattern.name}")
    inline = "".join(_INLINE[flag] for flag in flags)
    node.set("expression", exp.Literal.string(f"(?{inline}){text}" if inline else text))


def _trim(node: exp.Trim) -> None:
    """DuckDB trims every space separator of Unicode (Zs), Spark only U+0020."""
    if node.expression is None:
        node.set("expression", exp.Literal.string(_SPACES))
        node.set("position", "BOTH")


def _lower(node: exp.Lower) -> None:
    """DuckDB lowers letter by letter; Java makes two of `İ`, and another of a final `Σ`."""
    text = exp.func("TRANSLATE", node.this.copy(), "'İΣ'", "'iσ'")
    node.set("this", text)


_CHANGES: tuple[tuple[tuple[type[exp.Expr], ...], Callable[..., None]], ...] = (
    ((exp.Table,), _table),
    ((exp.Literal,), _decimal),
    ((exp.Lambda,), _index),
    ((exp.Trim,), _trim),
    ((exp.Lower,), _lower),
    ((exp.RegexpLike, exp.RegexpExtract, exp.RegexpReplace), _pattern),
)
