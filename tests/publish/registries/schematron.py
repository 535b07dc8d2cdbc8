"""A small Schematron validator for XPath 2 rules, because lxml's own knows only XPath 1."""

from pathlib import Path

import elementpath
from lxml import etree

SCH = "{http://purl.oclc.org/dsdl/schematron}"


def failures(schema: Path, document: etree._Element) -> list[str]:
    """Return the messages of all assertions that fail and reports that fire.

    As ISO Schematron has it, only the first rule of a pattern whose context matches a node applies to it.
    """
    root = etree.parse(schema).getroot()
    spaces = {ns.get("prefix"): ns.get("uri") for ns in root.iter(f"{SCH}ns")}
    spaces["xs"] = "http://www.w3.org/2001/XMLSchema"
    found = []
    for pattern in root.iter(f"{SCH}pattern"):
        seen: set[int] = set()
        for rule in pattern.iter(f"{SCH}rule"):
            nodes = elementpath.select(document, f"//{rule.get('context')}", namespaces=spaces)
            for node in nodes:
                if id(node) in seen:
                    continue
                seen.add(id(node))
                for test in rule:
                    holds = elementpath.select(document, f"boolean({test.get('test')})", spaces, item=node)
                    if holds == (test.tag == f"{SCH}report"):
                        found.append("".join(test.itertext()).strip())
    return found
