"""Conditions and formulas: a small common subset of Python and SQL, parsed once.

Numbers, text, true and false, names, ``+ - * /``, comparisons, ``and``, ``or``, ``not``.
No call, no attribute, no subscript, nothing else. Evaluated on exact numbers, read in other ways
through `Expression.tree`, its parsed form.
"""

import ast
import operator
import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from fractions import Fraction
from functools import cached_property
from keyword import kwlist
from types import CodeType
from typing import Any, NamedTuple

from advisor.errors import AdvisorError, Place, Problem, brief, did_you_mean
from advisor.quantities import MAX_DIGITS, Number, exact, simplest

MAX_LENGTH = 1_000
"""Characters in one expression; longer ones belong into named formulas."""

MAX_DEPTH = 60
"""Levels of nesting in one expression."""

MAX_COMPUTED = 1_000
"""Digits of a number that is computed. Squares of squares would soon be longer than any memory."""

RESERVED = frozenset({*map(str.lower, kwlist), "null", "case", "end"})
"""Words that cannot be names, however they are written: those of Python, and those of SQL that would be read here."""

COMPARISONS: dict[type[ast.cmpop], tuple[str, Callable[[Any, Any], bool]]] = {
    ast.Eq: ("=", operator.eq),
    ast.NotEq: ("≠", operator.ne),
    ast.Lt: ("<", operator.lt),
    ast.LtE: ("≤", operator.le),
    ast.Gt: (">", operator.gt),
    ast.GtE: ("≥", operator.ge),
}
_TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.Gt,
    ast.LtE: ast.GtE,
    ast.Gt: ast.Lt,
    ast.GtE: ast.LtE,
}


class ExpressionError(ValueError):
    """The text is not an expression; the message says what was found and what is allowed."""


class TooLarge(AdvisorError):
    """A number grew beyond every figure there is."""

    def __init__(self, text: str, place: Place | None = None, where: str = "") -> None:
        says = f"`{brief(text)}` comes to a number of more than {MAX_COMPUTED:,} digits"
        super().__init__(Problem("too-large", says, "mend the rules or the answers", place, where))


class Expression:
    """One parsed expression. Equal if the text is equal."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Expression) and other.text == self.text

    def __hash__(self) -> int:
        return hash(self.text)

    def __repr__(self) -> str:
        return f"Expression({self.text!r})"

    @cached_property
    def tree(self) -> ast.expr:
        """The parsed form, of whitelisted nodes only. Raises ExpressionError."""
        return _parse(self.text)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names it reads, in the order they are read, each once."""
        return names_in(self.tree)

    def nesting(self) -> dict[str, int]:
        """How deep each name that it reads is nested in it: 0 for a name that stands alone."""
        deepest: dict[str, int] = {}
        level: list[ast.AST] = [self.tree]
        depth = 0
        while level:
            deepest |= {node.id: depth for node in level if isinstance(node, ast.Name)}
            level = [child for node in level for child in ast.iter_child_nodes(node)]
            depth += 1
        return deepest

    @cached_property
    def _compiled(self) -> tuple[CodeType, dict[str, object]]:
        constants = _Constants(self.text)
        tree = _parse(self.text) if len(self.text) <= MAX_LENGTH else deepcopy(self.tree)
        body = ast.fix_missing_locations(constants.visit(tree))
        return compile(ast.Expression(body), "<rule>", "eval"), constants.values

    @cached_property
    def value(self) -> Callable[[Mapping[str, object]], Any]:
        """Gives the value on the names' values in a scope: bool, int, Fraction or str.

        Names are read left to right and only as far as they matter; what the scope raises passes
        through. Raises ZeroDivisionError, and TooLarge for numbers that it compares.
        """
        code, constants = self._compiled
        return lambda scope: eval(code, constants, scope)  # noqa: S307 - whitelisted, no builtins

    def compared_texts(self) -> list[tuple[str, str]]:
        """The names that are compared with a text, and the texts."""
        pairs = []
        for node in _walk(self.tree):
            match node:
                case ast.Compare(left=ast.Name(id=name), comparators=[ast.Constant(value=str(text))]):
                    pairs.append((name, text))
                case ast.Compare(left=ast.Constant(value=str(text)), comparators=[ast.Name(id=name)]):
                    pairs.append((name, text))
        return pairs

    def type(self, types: Mapping[str, str]) -> str:
        """``number``, ``boolean`` or ``text``, given the names' types. Raises ExpressionError."""
        return _type(self.tree, types)


def names_in(*nodes: ast.expr) -> tuple[str, ...]:
    """The names that parts of an expression read, each once."""
    return tuple(dict.fromkeys(n.id for node in nodes for n in _walk(node) if isinstance(n, ast.Name)))


def comparisons(expression: Expression) -> Iterator[tuple[str, str, str | Number]]:
    """Every comparison of a name with a number or another name: the name, the sign, and what with.

    A comparison that stands the other way round is turned: ``1000 <= n`` is ``n ≥ 1000``.
    """
    for node in _walk(expression.tree):
        match node:
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                one, other = _plain(left), _plain(right)
                if isinstance(one, str) and other is not None:
                    yield one, COMPARISONS[type(op)][0], other
                if isinstance(other, str) and one is not None:
                    yield other, COMPARISONS[_TURNED.get(type(op), type(op))][0], one


class Side(NamedTuple):
    """One side of a comparison of numbers: that it holds, or that its opposite does."""

    left: ast.expr
    sign: str
    right: ast.expr

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Side) and other.text == self.text

    def __hash__(self) -> int:
        return hash(self.text)

    @property
    def text(self) -> str:
        """The expression that holds on this side, as text."""
        return f"{ast.unparse(self.left)} {self.sign} {ast.unparse(self.right)}"

    @property
    def expression(self) -> Expression:
        """The expression that holds on this side."""
        return _made(ast.Compare(self.left, [_SIGNS[self.sign]()], [self.right]))

    @property
    def opposite(self) -> "Side":
        """The other side."""
        return Side(self.left, _OPPOSITE_TEXT[self.sign], self.right)

    def within(self, distance: str) -> list[Expression]:
        """Expressions that hold no further than `distance` from the threshold."""
        far = ast.parse(distance, mode="eval").body
        pairs = ((self.left, self.right), (self.right, self.left))
        return [
            _made(ast.Compare(ast.BinOp(one, ast.Sub(), other), [ast.LtE()], [far])) for one, other in pairs
        ]


def _made(tree: ast.expr) -> Expression:
    """The expression of a tree that is made of parts of others; its text may be longer than a rule's."""
    expression = Expression(ast.unparse(tree))
    expression.__dict__["tree"] = tree
    return expression


_SIGNS: dict[str, type[ast.cmpop]] = {
    "==": ast.Eq,
    "!=": ast.NotEq,
    "<": ast.Lt,
    "<=": ast.LtE,
    ">": ast.Gt,
    ">=": ast.GtE,
}
_OPPOSITE_TEXT = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}


def sides(expression: Expression) -> list[Side]:
    """Both sides of every comparison by size in a condition."""
    found = []
    for node in _walk(expression.tree):
        match node:
            case ast.Compare(
                left=left, ops=[ast.Lt() | ast.LtE() | ast.Gt() | ast.GtE() as op], comparators=[right]
            ):
                sign = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}[type(op)]
                side = Side(left, sign, right)
                found += [side, side.opposite]
    return found


class Part(NamedTuple):
    """A part of a condition, and what has to be so before it is read."""

    expression: Expression
    before: tuple[Expression, ...]


def parts(expression: Expression) -> Iterator[Part]:
    """The parts that `and` and `or` join in a condition, the smallest; none where nothing is joined."""
    if isinstance(expression.tree, ast.BoolOp):
        yield from _parts(expression.tree, ())


def _parts(node: ast.expr, before: tuple[Expression, ...]) -> Iterator[Part]:
    if not isinstance(node, ast.BoolOp):
        yield Part(_made(node), before)
        return
    for value in node.values:
        yield from _parts(value, before)
        settled: ast.expr = value if isinstance(node.op, ast.And) else ast.UnaryOp(ast.Not(), value)
        before = (*before, _made(settled))


def _plain(node: ast.expr) -> str | Number | None:
    """A name, or a number that is written out."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Constant(value=int(value) | float(value)) if not isinstance(value, bool):
            return exact(value)
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int(value) | float(value))):
            return -exact(value)
    return None


def parse(text: str) -> Expression:
    """The expression of a text. Raises ExpressionError."""
    expression = Expression(text)
    expression.tree  # noqa: B018 - parsed here, so that an error is raised here
    return expression


def _parse(text: str) -> ast.expr:
    if len(text) > MAX_LENGTH:
        raise ExpressionError(
            f"has {len(text):,} characters, {MAX_LENGTH:,} are allowed; name parts of it as formulas"
        )
    try:
        tree = _python(text.strip())
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        reason = _reserved_word(text) or getattr(error, "msg", None) or "cannot be read"
        raise ExpressionError(f"`{brief(text.strip())}` is not an expression: {reason}") from None
    for node in _walk(tree):
        _refuse_unless_allowed(node)
    visited: ast.expr = _Literals(text.strip()).visit(tree)
    return visited


def _python(text: str) -> ast.expr:
    """The tree that Python reads; what it would only warn of, such as ``1or 2``, is refused."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return ast.parse(text, mode="eval").body


def _reserved_word(text: str) -> str:
    """That a word of Python stands where a name is meant; empty if there is none."""
    words = re.findall(r"[A-Za-z_]\w*", re.sub(r"'[^']*'|\"[^\"]*\"", "", text))
    found = [word for word in words if word in kwlist and word not in ("and", "or", "not", "True", "False")]
    return f"`{found[0]}` is a reserved word and cannot be a name" if found else ""


class Written(float):
    """A literal with a point or an exponent, which is exactly the number that was written."""

    def __new__(cls, source: str) -> "Written":
        return super().__new__(cls, source)

    def __init__(self, source: str) -> None:
        self.source = source

    def __repr__(self) -> str:
        return self.source


class _Literals(ast.NodeTransformer):
    """Literals as they were written: numbers to the last digit, true and false in any case, as SQL has it."""

    def __init__(self, text: str) -> None:
        self.text = text

    def visit_Name(self, node: ast.Name) -> ast.expr:
        if node.id.lower() in ("true", "false"):
            return ast.copy_location(ast.Constant(node.id.lower() == "true"), node)
        return node

    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        if not isinstance(node.value, float):
            return node
        source = (ast.get_source_segment(self.text, node) or repr(node.value)).replace("_", "")
        digits, _, exponent = source.lower().partition("e")
        if len(digits.replace(".", "")) > MAX_DIGITS:
            raise ExpressionError(f"{brief(source)} has more than {MAX_DIGITS} digits")
        if abs(int(exponent or 0)) > MAX_DIGITS:
            raise ExpressionError(f"{brief(source)} has an exponent beyond {MAX_DIGITS}")
        return ast.copy_location(ast.Constant(Written(source)), node)


class _Constants(ast.NodeTransformer):
    """Makes arithmetic exact and bounded.

    Literals with a point become fractions, `/` divides exactly, and what is compared is not too large.
    """

    def __init__(self, text: str) -> None:
        def bounded(value: Any) -> Any:
            if is_too_large(value):
                raise TooLarge(text)
            return value

        self.values: dict[str, object] = {"__builtins__": {}, "÷": divide, "…": bounded}

    def visit_Compare(self, node: ast.Compare) -> ast.expr:
        left, right = (self._bounded(side) for side in (node.left, node.comparators[0]))
        return ast.Compare(left, node.ops, [right])

    def _bounded(self, side: ast.expr) -> ast.expr:
        visited: ast.expr = self.visit(side)
        return ast.Call(ast.Name("…", ast.Load()), [visited], []) if isinstance(side, ast.BinOp) else visited

    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        if not isinstance(node.value, float):
            return node
        name = repr(node.value)
        self.values[name] = exact(node.value)
        return ast.Name(name, ast.Load())

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        left, right = self.visit(node.left), self.visit(node.right)
        if isinstance(node.op, ast.Div):
            return ast.Call(ast.Name("÷", ast.Load()), [left, right], [])
        return ast.BinOp(left, node.op, right)


_BOUND = 10**MAX_COMPUTED


def is_too_large(value: object) -> bool:
    """Whether a number has more than `MAX_COMPUTED` digits above or below the line."""
    if isinstance(value, int):
        return not -_BOUND < value < _BOUND
    return isinstance(value, Fraction) and not (
        -_BOUND < value.numerator < _BOUND and value.denominator < _BOUND
    )


def divide(left: Any, right: Any) -> Any:
    """Exact division; of other things than numbers, as they define it."""
    if isinstance(left, int | Fraction) and isinstance(right, int | Fraction):
        return simplest(Fraction(left) / right)
    return left / right


def _walk(tree: ast.AST, depth: int = 0) -> Iterator[ast.AST]:
    """Depth first and left to right: the order of evaluation."""
    if depth > MAX_DEPTH:
        raise ExpressionError(f"is nested deeper than {MAX_DEPTH}; name parts of it as formulas")
    yield tree
    for child in ast.iter_child_nodes(tree):
        yield from _walk(child, depth + 1)


_ALLOWED = (
    ast.BoolOp, ast.And, ast.Or, ast.UnaryOp, ast.Not, ast.USub, ast.BinOp, ast.Add, ast.Sub, ast.Mult, ast.Div,
    ast.Compare, *COMPARISONS, ast.Name, ast.Load, ast.Constant,
)  # fmt: skip
_REFUSED: dict[type[ast.AST], str] = {
    ast.Call: "a call",
    ast.Attribute: "an attribute",
    ast.Subscript: "a subscript",
    ast.Pow: "a power",
    ast.FloorDiv: "a whole division",
    ast.Mod: "a remainder",
    ast.IfExp: "an if",
    ast.Lambda: "a lambda",
    ast.In: "`in`",
    ast.NotIn: "`not in`",
    ast.Is: "`is`",
    ast.IsNot: "`is not`",
}


def _refuse_unless_allowed(node: ast.AST) -> None:
    if not isinstance(node, _ALLOWED):
        what = _REFUSED.get(type(node), f"{type(node).__name__}")
        raise ExpressionError(
            f"{what} is not allowed; allowed are names, numbers, text in quotes, true, false, "
            "+ - * /, == != < <= > >=, and, or, not, parentheses"
        )
    if isinstance(node, ast.Compare) and len(node.ops) > 1:
        raise ExpressionError("a chain of comparisons is not allowed; join them with `and`")
    if isinstance(node, ast.Constant) and type(node.value) not in (int, float, str, bool):
        raise ExpressionError(f"{brief(repr(node.value))} is not a number, text, true or false")


def _type(node: ast.expr, types: Mapping[str, str]) -> str:  # noqa: C901 - one case a node
    match node:
        case ast.Constant(value=bool()):
            return "boolean"
        case ast.Constant(value=str()):
            return "text"
        case ast.Constant():
            return "number"
        case ast.Name(id=name):
            if name not in types:
                raise ExpressionError(f"unknown name `{brief(name)}` ({did_you_mean(name, types)})")
            return types[name]
        case ast.BoolOp(values=values):
            for value in values:
                _expect(value, "boolean", types)
            return "boolean"
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return _expect(operand, "boolean", types)
        case ast.UnaryOp(operand=operand):
            return _expect(operand, "number", types)
        case ast.BinOp(left=left, right=right):
            _expect(left, "number", types)
            return _expect(right, "number", types)
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            return _compared(left, op, right, types)
    raise ExpressionError(f"{type(node).__name__} is not allowed")


def _expect(node: ast.expr, wanted: str, types: Mapping[str, str]) -> str:
    found = _type(node, types)
    if found != wanted:
        raise ExpressionError(f"`{brief(ast.unparse(node))}` is a {found}, but here stands a {wanted}")
    return wanted


def _compared(left: ast.expr, op: ast.cmpop, right: ast.expr, types: Mapping[str, str]) -> str:
    one, other = _type(left, types), _type(right, types)
    if one != other:
        raise ExpressionError(
            f"`{brief(ast.unparse(left))}` is a {one} and `{brief(ast.unparse(right))}` is a {other}: "
            "they cannot be compared"
        )
    if one != "number" and not isinstance(op, ast.Eq | ast.NotEq):
        raise ExpressionError(f"`{brief(ast.unparse(left))}` is a {one}: compare it with == or != only")
    return "boolean"
