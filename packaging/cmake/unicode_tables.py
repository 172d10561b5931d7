"""Writes core/base's generated Unicode tables from this Python's unicodedata.

usage: unicode_tables.py OUT.inc
"""
import sys
import unicodedata

LAST = 0x10FFFF
SURROGATES = range(0xD800, 0xE000)
HANGUL = range(0xAC00, 0xD7A4)
CLASSES = {"C": "Control", "P": "Punctuation"}


def character_class(c):
    category = unicodedata.category(chr(c))
    if category == "Mn":
        return "Mark"
    if category == "Zs":
        return "Space"
    return CLASSES.get(category[0], "Other")


def case_role(c):
    """Asked of str.lower itself, by what it makes of a capital sigma nearby."""
    if c in SURROGATES:
        return "None"
    follows = ("a" + chr(c) + "\u03a3").lower()[-1] == "\u03c2"
    starts = (chr(c) + "\u03a3").lower()[-1] == "\u03c2"
    if starts:
        return "Cased"
    return "Ignorable" if follows else "None"


def runs(function):
    """(first, value) wherever the value changes."""
    previous = None
    for c in range(LAST + 1):
        value = function(c)
        if value != previous:
            yield c, value
            previous = value


def lower_runs():
    """(first, last, offset) of neighbours that move by the same distance."""
    current = None
    for c in range(0x80, LAST + 1):
        lowered = chr(c).lower()
        offset = ord(lowered) - c if len(lowered) == 1 else 0
        if c == 0x130:
            offset = 0x69 - c
        if current and current[1] == c - 1 and current[2] == offset:
            current[1] = c
            continue
        if current:
            yield current
        current = [c, c, offset] if offset else None
    if current:
        yield current


def decompositions():
    for c in range(LAST + 1):
        if c in HANGUL or c in SURROGATES:
            continue
        full = unicodedata.normalize("NFD", chr(c))
        if full != chr(c):
            yield c, [ord(part) for part in full]


def write(out):
    out.write(f"// Unicode {unicodedata.unidata_version}, from Python's unicodedata.\n")
    for struct, name, enum, function in (
        ("ClassRun", "kClassRuns", "CharacterClass::", character_class),
        ("RoleRun", "kRoleRuns", "CaseRole::", case_role),
        ("CombiningRun", "kCombiningRuns", "", lambda c: unicodedata.combining(chr(c))),
    ):
        out.write(f"constexpr {struct} {name}[] = {{\n")
        out.writelines(f"    {{{first:#x}, {enum}{value}}},\n" for first, value in runs(function))
        out.write("};\n")
    out.write("constexpr LowerRun kLowerRuns[] = {\n")
    out.writelines(f"    {{{a:#x}, {b:#x}, {offset}}},\n" for a, b, offset in lower_runs())
    out.write("};\n")
    parts = []
    out.write("constexpr Decomposition kDecompositions[] = {\n")
    for c, full in decompositions():
        out.write(f"    {{{c:#x}, {len(parts)}, {len(full)}}},\n")
        parts += full
    out.write("};\nconstexpr char32_t kDecomposed[] = {\n")
    out.writelines(f"    {part:#x},\n" for part in parts)
    out.write("};\n")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    with open(sys.argv[1], "w", encoding="ascii") as target:
        write(target)
