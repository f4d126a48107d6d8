"""A DMN file as a model. The only module that knows lxml.

Entities are never resolved and no other file is read: a document type, which could name them, is refused.
"""

from collections.abc import Iterator
from typing import Any

from advisor import documents
from advisor.dmn import feel
from advisor.dmn.model import DmnDecision, DmnTable, InputClause, Model, OutputClause, Rule, Type, Written
from advisor.errors import AdvisorError, Place, Problem, brief, require

try:
    import lxml.etree as etree
except ImportError:
    require("dmn", "a DMN file", "lxml")
    raise

MAX_BYTES = 16_000_000
_MAX_NESTED = 20
_BESIDE = ("variable", "informationRequirement", "knowledgeRequirement", "authorityRequirement", "description",
           "question", "allowedAnswers", "extensionElements", "formalParameter")  # fmt: skip
"""What stands beside the logic of a decision."""


def read(path: str) -> Model:
    """The model of a file. Raises AdvisorError."""
    root = _root(path)
    types = {_name(one): one for one in _all(root, "itemDefinition")}
    inputs = {_name(one): _type_of(_type_name(one, "variable"), types) for one in _all(root, "inputData")}
    called = {_name(one): one for one in _all(root, "businessKnowledgeModel")}
    decisions = {_name(one): _decision(one, called) for one in _all(root, "decision")}
    return Model(path, root.get("name") or "decision", inputs, decisions)


def _root(path: str) -> Any:
    data = documents.read_bytes(path, MAX_BYTES)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        place = Place(path, *(error.position or (0, 0)))
        raise AdvisorError(Problem("not-xml", f"is no XML: {brief(str(error.msg))}", place=place)) from None
    if root.getroottree().docinfo.doctype:
        says = "has a document type, which can name entities and other files"
        raise AdvisorError(Problem("not-dmn", says, "remove the <!DOCTYPE …>", Place(path, 1, 1)))
    if _tag(root) != "definitions" or "/DMN/" not in (etree.QName(root).namespace or ""):
        says = f"is no DMN: its root is <{_tag(root)}>, expected <definitions> of DMN 1.1 or later"
        raise AdvisorError(Problem("not-dmn", says, place=Place(path, root.sourceline or 1, 1)))
    return root


def _tag(node: Any) -> str:
    return etree.QName(node).localname if isinstance(node.tag, str) else ""


def _all(node: Any, tag: str) -> Iterator[Any]:
    """The children of a tag, in whichever of DMN's namespaces."""
    return node.iterchildren(f"{{*}}{tag}")  # type: ignore[no-any-return]


def _find(node: Any, *tags: str) -> Any:
    """The first node down a way of tags, or None."""
    return node.find("/".join(f"{{*}}{tag}" for tag in tags))


def _name(node: Any) -> str:
    return " ".join((node.get("name") or "").split())


def _written(node: Any, *tags: str) -> Written | None:
    """The expression that stands down a way of tags; None where there is none."""
    text = _find(node, *tags, "text")
    return None if text is None else Written((text.text or "").strip(), text.sourceline or 0)


def _text(node: Any, *tags: str) -> str:
    found = _written(node, *tags)
    return found.text if found else ""


def _type_name(node: Any, *tags: str) -> str:
    found = _find(node, *tags)
    return "" if found is None else found.get("typeRef") or ""


def _type_of(name: str, types: dict[str, Any], depth: int = 0) -> Type:
    """A type by its name, through the definitions of the file."""
    plain = name.rpartition(":")[2]
    if plain in types and depth < _MAX_NESTED:
        return _defined(types[plain], types, depth + 1)
    return Type(plain or "string")


def _defined(node: Any, types: dict[str, Any], depth: int) -> Type:
    parts = {_name(one): _defined(one, types, depth + 1) for one in _all(node, "itemComponent")}
    reference = node.findtext("{*}typeRef")
    base = Type("structure") if reference is None else _type_of(reference.strip(), types, depth)
    allowed = _text(node, "allowedValues") or base.allowed
    is_list = base.is_list or node.get("isCollection") == "true"
    return Type(base.base, allowed, parts or base.parts, is_list)


def _decision(node: Any, called: dict[str, Any]) -> DmnDecision:
    invocation = _find(node, "invocation")
    logic = _logic(node) if invocation is None else _invoked(invocation, called)
    return DmnDecision(_name(node), logic, node.sourceline or 0)


def _logic(node: Any) -> DmnTable | Written | str:
    """The table or expression in a node; else the name of what is in it."""
    table = _find(node, "decisionTable")
    if table is not None:
        return _table(table)
    others = [_tag(one) for one in node if _tag(one) not in ("", *_BESIDE)]
    return _written(node, "literalExpression") or (others[0] if others else "nothing")


def _invoked(node: Any, called: dict[str, Any]) -> DmnTable | Written | str:
    """The logic of a knowledge model that is called by name, with what is handed over for its parameters."""
    model = called.get(" ".join(_text(node, "literalExpression").split()))
    logic = None if model is None else _find(model, "encapsulatedLogic")
    bound = {_name(_find(one, "parameter")): _text(one, "literalExpression") for one in _all(node, "binding")}
    if logic is None or not all(bound.values()):
        return "invocation"
    match _logic(logic):
        case DmnTable() as table:
            inputs = (one._replace(expression=_handed(one.expression, bound)) for one in table.inputs)
            return table._replace(inputs=tuple(inputs))
        case Written() as written:
            return _handed(written, bound)
        case other:
            return other


def _handed(written: Written, bound: dict[str, str]) -> Written:
    """An expression with what is handed over for each parameter."""
    simple = bound.get(" ".join(written.text.split()))
    inside = ((name, f"({text})") for name, text in bound.items())
    return written._replace(text=simple or feel.renamed(written.text, inside))


def _table(node: Any) -> DmnTable:
    hit = " ".join(filter(None, [node.get("hitPolicy") or "UNIQUE", node.get("aggregation")]))
    inputs, outputs = map(_input, _all(node, "input")), map(_output, _all(node, "output"))
    rules = map(_rule, _all(node, "rule"))
    return DmnTable(tuple(inputs), tuple(outputs), tuple(rules), hit, node.sourceline or 0)


def _input(node: Any) -> InputClause:
    written = _written(node, "inputExpression") or Written("", node.sourceline or 0)
    type_ = _type_name(node, "inputExpression").rpartition(":")[2]
    return InputClause(written, type_, _text(node, "inputValues"))


def _output(node: Any) -> OutputClause:
    return OutputClause(_name(node), _text(node, "outputValues"), _written(node, "defaultOutputEntry"))


def _rule(node: Any) -> Rule:
    line = node.sourceline or 0
    tests, gives = (
        tuple(_written(one) or Written("", line) for one in _all(node, tag))
        for tag in ("inputEntry", "outputEntry")
    )
    return Rule(tests, gives, line)
