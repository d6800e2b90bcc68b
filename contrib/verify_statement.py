#!/usr/bin/env python3
"""Verify the document of a closing without a database.

    verify_statement.py FILE DIGEST

FILE is what export_statement() of the ledger gave, as psql -At writes it, and
DIGEST what close_month() returned when the month was closed, kept elsewhere
since.  Prints what the month was charged, by business unit, and exits with 1 if
the document is not the one that was signed.
"""
import hashlib
import sys
from decimal import Decimal

ESCAPES = {"\\": "\\", "t": "\t", "n": "\n", "r": "\r"}


def field(text):
    """The text of a field, or None for one that is empty."""
    if text == r"\N":
        return None
    parts = iter(text)
    return "".join(ESCAPES[next(parts)] if c == "\\" else c for c in parts)


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    with open(sys.argv[1], "rb") as file:
        document = file.read()
    digest = hashlib.sha256(document).hexdigest()
    lines = [[field(f) for f in line.split("\t")] for line in document.decode("utf-8").split("\n")[:-1]]
    entry = next(line for line in lines if line[0] == "entry")
    charged, exact = {}, {"line": Decimal(0), "statement": Decimal(0)}
    for line in lines:
        if line[0] == "line":
            exact["line"] += Decimal(line[9])
        elif line[0] == "statement":
            exact["statement"] += Decimal(line[12])
            charged[line[4]] = charged.get(line[4], 0) + Decimal(line[7])
    print("month", entry[3][:7], "version", entry[4], "entry", entry[1])
    for unit, amount in sorted(charged.items()):
        print(f"{amount:>20} {unit}")
    if exact["line"] != exact["statement"]:
        sys.exit(f"lines add up to {exact['line']}, statements to {exact['statement']}")
    if digest != sys.argv[2].strip().lower():
        sys.exit(f"digest is {digest}: this is not the document that was signed")
    print("digest", digest)


main()
