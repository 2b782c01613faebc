"""An expression as one readable line, and back.

    any_of(eGFR < 60 mL/min/{1.73_m2}, renal failure [confirmed], not(MRI))
    relapse count(>= 2) window(<= 24 mo before screening)
    malignancy [history]     EDSS increase(>= 0.5)     HER2 is positive     NYHA in {III, IV}

The line shows what a fact says, not its modifiers, codes or offsets; `domains=True` adds the domain
as `@condition`. `from_notation` reads both forms.
"""

from __future__ import annotations

import re
from typing import Any

from criteria_nlp.errors import NotationError
from criteria_nlp.schema.expressions import (
    AllOf,
    AnyOf,
    AtLeast,
    Concept,
    Except,
    Expression,
    Fact,
    If,
    Include,
    Not,
    Unresolved,
)
from criteria_nlp.schema.intervals import Category, Interval, Value, Window

_OPERATORS: dict[str, type[AllOf] | type[AnyOf]] = {"all_of": AllOf, "any_of": AnyOf}
_TAGS = {
    "current": "temporality",
    "history": "temporality",
    "planned": "temporality",
    "family": "experiencer",
    "partner": "experiencer",
    "other": "experiencer",
    "confirmed": "certainty",
    "suspected": "certainty",
}
_CHANGES = ("increase", "decrease", "change")
# Where the concept's own words end and the first part of the fact begins.
_PART = re.compile(
    r"\s(?:[<>]=?\s?-?\d|=\s-?\d|is\s|in\s\{|(?:count|window|duration|includes)\(|"
    r"(?:increase|decrease|change)(?![\w])|\[|@)"
)
_PLAIN = re.compile(r"[^\s,()\[\]{}\"<>=@;][^,()\[\]{}\"<>=@;]*")


def to_notation(node: Expression, *, domains: bool = False) -> str:
    """The expression as one line."""

    def join(nodes: tuple[Expression, ...]) -> str:
        return ", ".join(to_notation(arg, domains=domains) for arg in nodes)

    if isinstance(node, Fact):
        return _fact_line(node, domains)
    if isinstance(node, Unresolved):
        return f"unresolved({_quoted(node.text)}, {node.reason})"
    if isinstance(node, AllOf):
        return f"all_of({join(node.args)})"
    if isinstance(node, AnyOf):
        return f"any_of({join(node.args)})"
    if isinstance(node, AtLeast):
        return f"at_least({node.n}, {join(node.args)})"
    if isinstance(node, Not):
        return f"not({join((node.arg,))})"
    if isinstance(node, Except):
        return f"except({join((node.arg,))}, [{join(node.exceptions)}])"
    otherwise = (node.otherwise,) if node.otherwise is not None else ()
    return f"if({join((node.condition, node.then, *otherwise))})"


def interval_line(value: Interval | Window) -> str:
    """`>= 2 <= 10 mg/dL`, `= 5`, `<= 2.5 x ULN`; empty where there is no bound."""
    parts = []
    if value.low is not None and value.low == value.high:
        parts.append(f"= {_number(value.low)}")
    else:
        if value.low is not None:
            parts.append(f"{'>=' if value.low_inclusive else '>'} {_number(value.low)}")
        if value.high is not None:
            parts.append(f"{'<=' if value.high_inclusive else '<'} {_number(value.high)}")
    if isinstance(value, Interval) and value.reference:
        parts.append(f"x {value.reference}")
    if parts and value.unit:
        parts.append(value.unit)
    return " ".join(parts)


def window_line(window: Window) -> str:
    """`<= 12 mo before screening, last`."""
    line = f"{interval_line(window)} {window.direction} {window.anchor}".strip()
    return line if window.which == "any" else f"{line}, {window.which}"


def value_line(value: Value) -> str:
    """An interval, `is positive`, or `in {III, IV}`."""
    if isinstance(value, Category):
        names = [_quoted_if_needed(name) for name in value.names]
        return f"is {names[0]}" if len(names) == 1 else f"in {{{', '.join(names)}}}"
    assert isinstance(value, Interval)
    return interval_line(value)


def _fact_line(fact: Fact, domains: bool) -> str:
    parts = [_quoted_if_needed(fact.concept.text)]
    if fact.value is not None and not fact.change:
        parts.append(value_line(fact.value))
    if fact.change:
        size = f"({value_line(fact.value)})" if fact.value is not None else ""
        parts.append(f"{fact.change}{size}")
    if fact.count:
        parts.append(f"count({interval_line(fact.count)})")
    if fact.duration:
        parts.append(f"duration({interval_line(fact.duration)})")
    if fact.window:
        parts.append(f"window({window_line(fact.window)})")
    if fact.concept.includes:
        texts = ", ".join(_quoted_if_needed(i.text) for i in fact.concept.includes)
        parts.append(f"includes({texts})")
    tags = (fact.temporality, fact.certainty, fact.experiencer)
    parts += [f"[{tag}]" for tag in tags if tag and tag != "patient"]
    if domains:
        parts.append(f"@{fact.concept.domain}")
    return " ".join(parts)


def _number(number: float) -> str:
    return f"{number:.10g}"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _quoted_if_needed(text: str) -> str:
    plain = _PLAIN.fullmatch(text) and not _PART.search(f" {text} ") and text == text.strip()
    reserved = re.match(r"(?:all_of|any_of|at_least|not|except|if|unresolved)\b", text)
    return text if plain and not reserved else _quoted(text)


def from_notation(line: str) -> Expression:
    """The expression that a line stands for; raises `NotationError` with the position."""
    parser = _Parser(line)
    node = parser.expression()
    parser.end()
    return node


class _Parser:
    """Recursive descent over the line; `at` is the position of the next character."""

    def __init__(self, line: str) -> None:
        self.line = line
        self.at = 0

    def fail(self, reason: str) -> NotationError:
        return NotationError(reason, place=f"character {self.at} of {self.line!r}")

    def take(self, pattern: str) -> re.Match[str] | None:
        match = re.compile(r"\s*" + pattern).match(self.line, self.at)
        if match:
            self.at = match.end()
        return match

    def need(self, pattern: str, what: str) -> re.Match[str]:
        match = self.take(pattern)
        if match is None:
            raise self.fail(f"expected {what}")
        return match

    def end(self) -> None:
        self.need(r"\s*$", "the end")

    def expression(self) -> Expression:
        match = self.take(r"(all_of|any_of|at_least|not|if|except|unresolved)\(")
        if match is None:
            return self.fact()
        op = match[1]
        if op == "unresolved":
            return self.unresolved()
        n = int(self.need(r"(\d+)\s*,", "a number")[1]) if op == "at_least" else 0
        args = [self.expression()]
        while self.take(r","):
            if op == "except" and self.take(r"\["):
                args += self.list_until(r"\]")
            else:
                args.append(self.expression())
        self.need(r"\)", "a closing parenthesis")
        return self.build(op, n, args)

    def build(self, op: str, n: int, args: list[Expression]) -> Expression:
        if op in _OPERATORS:
            return _OPERATORS[op](args=tuple(args))
        if op == "at_least":
            return AtLeast(n=n, args=tuple(args))
        if op == "not" and len(args) == 1:
            return Not(arg=args[0])
        if op == "except" and len(args) > 1:
            return Except(arg=args[0], exceptions=tuple(args[1:]))
        if op == "if" and len(args) in (2, 3):
            otherwise = args[2] if len(args) == 3 else None
            return If(condition=args[0], then=args[1], otherwise=otherwise)
        raise self.fail(f"{op} does not take {len(args)} arguments")

    def list_until(self, closing: str) -> list[Expression]:
        args = [self.expression()]
        while self.take(r","):
            args.append(self.expression())
        self.need(closing, "the end of the list")
        return args

    def unresolved(self) -> Unresolved:
        text = self.text()
        self.need(r",", "a comma and a reason")
        reason: Any = self.need(r"(\w+)\s*\)", "a reason")[1]
        return Unresolved(text=text, reason=reason)

    def text(self) -> str:
        quoted = self.take(r'"((?:[^"\\]|\\.)*)"')
        if quoted:
            return re.sub(r"\\(.)", r"\1", quoted[1])
        plain = self.need(r"([^,()\[\]{}\"<>=@;]+)", "the words of a concept")[1]
        return plain.strip()

    def concept_text(self) -> str:
        """The concept's words: quoted, or up to where the first part begins."""
        self.take("")
        if self.line[self.at : self.at + 1] == '"':
            return self.text()
        stop = re.compile(r"[,()\[\]]|$").search(self.line, self.at)
        part = _PART.search(self.line, self.at)
        limit = stop.start() if stop else len(self.line)
        if part:
            limit = min(limit, part.start())
        text = self.line[self.at : limit].strip()
        if not text:
            raise self.fail("expected the words of a concept")
        if stray := re.search(r"[\[\]{}\"<>=@;]", self.line[self.at : limit]):
            self.at += stray.start()
            raise self.fail("quotation marks are needed around words with this character")
        self.at = limit
        return text

    def fact(self) -> Fact:
        concept: dict[str, Any] = {"text": self.concept_text()}
        fields: dict[str, Any] = {}
        while self.part(concept, fields):
            pass
        return Fact(concept=Concept(**concept), **fields)

    def part(self, concept: dict[str, Any], fields: dict[str, Any]) -> bool:
        """Read one part of a fact into `concept` or `fields`; false where there is none."""
        if change := self.take(rf"({'|'.join(_CHANGES)})\b"):
            fields["change"] = change[1]
            if self.take(r"\("):
                fields["value"] = self.value()
                self.need(r"\)", "a closing parenthesis")
        elif role := self.take(r"(count|duration)\("):
            fields[role[1]] = self.interval()
            self.need(r"\)", "a closing parenthesis")
        elif self.take(r"window\("):
            fields["window"] = self.window()
        elif self.take(r"includes\("):
            texts = [self.text()]
            while self.take(r","):
                texts.append(self.text())
            self.need(r"\)", "a closing parenthesis")
            concept["includes"] = tuple(Include(text=text) for text in texts)
        elif tag := self.take(rf"\[({'|'.join(_TAGS)})\]"):
            fields[_TAGS[tag[1]]] = tag[1]
        elif domain := self.take(r"@(\w+)"):
            concept["domain"] = domain[1]
        elif re.compile(r"\s*(?:[<>=]|is\s|in\s*\{)").match(self.line, self.at):
            fields["value"] = self.value()
        else:
            return False
        return True

    def value(self) -> Value:
        if self.take(r"is\s"):
            return Category(category=self.concept_text())
        if self.take(r"in\s*\{"):
            names = [self.text()]
            while self.take(r","):
                names.append(self.text())
            self.need(r"\}", "a closing brace")
            return Category(categories=tuple(names))
        return self.interval()

    def interval(self) -> Interval:
        fields = self.bounds()
        if reference := self.take(r"x (ULN|LLN|baseline|predicted|normal|other)\b"):
            fields["reference"] = reference[1]
        unit = self.take(r"(?!(?:increase|decrease|change|count|window|duration|includes|is|in)\b)"
                         r"((?:[^\s,()\[\]@<>=]|\[[^\]\s]*\](?=[\w/]|$|[\s,)]))+)")  # fmt: skip
        if unit and f"[{unit[1].strip('[]')}]" == unit[1] and unit[1].strip("[]") in _TAGS:
            self.at = unit.start()
            unit = None
        if unit:
            fields["unit"] = unit[1]
        return Interval(**fields)

    def bounds(self) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        while match := self.take(r"([<>]=?|=)\s*(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)"):
            number, closed = float(match[2]), "=" in match[1]
            if match[1] != "<" and match[1] != "<=":
                fields.update(low=number, low_inclusive=closed)
            if match[1] != ">" and match[1] != ">=":
                fields.update(high=number, high_inclusive=closed)
        if not fields:
            raise self.fail("expected a comparator and a number")
        return fields

    def window(self) -> Window:
        fields: dict[str, Any] = {}
        if re.compile(r"\s*[<>=]").match(self.line, self.at):
            fields = self.bounds()
            fields["unit"] = self.need(r"(\{half-life\}|\w+)", "a time unit")[1]
        place = self.need(r"(before|after|around|during) (\w+)", "a direction and an anchor")
        fields.update(direction=place[1], anchor=place[2])
        if which := self.take(r",\s*(any|last|first)"):
            fields["which"] = which[1]
        self.need(r"\)", "a closing parenthesis")
        return Window(**fields)
