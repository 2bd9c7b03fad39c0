#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Colours the doodles, other people's and the outlines by `chaesaek colorize`, and tiles the results, to be judged by eye.

    python3 resources/doodles/sheet.py PROGRAM OUT [MODEL]

Writes OUT/doodles.png (twenty, without hints), OUT/hinted.png (the same, each with one dot of a colour that the thing never
has, in its largest closed region), OUT/people.png (thirty by other people, without hints) and OUT/outlines.png (thirty foreign
icons, without hints). Needs numpy and opencv-python.
"""
import subprocess
import sys
import tempfile
from pathlib import Path

import cv2
import numpy as np

from people import WORDS

RESOURCES = Path(__file__).resolve().parent.parent
SIDE, DOT = 192, 9
BLUE, PURPLE, GREEN, RED = (237, 166, 0), (168, 68, 137), (60, 160, 60), (60, 60, 220)  # BGR
DOODLES = {  # in the order of the hues that everyone expects; with the odd colour of its hint
    "strawberry": BLUE, "apple": BLUE, "heart": GREEN, "cherries": BLUE,
    "carrot": PURPLE, "pumpkin": BLUE, "basketball": GREEN,
    "banana": PURPLE, "sun": GREEN, "lemon": BLUE, "star": PURPLE,
    "tree": PURPLE, "cactus": RED, "frog": PURPLE, "leaf": BLUE,
    "drop": RED, "whale": RED, "jeans": RED,
    "grapes": GREEN, "aubergine": BLUE,
}
OUTLINES = """heart apple cherry rose fire-extinguisher mushroom pig carrot flame traffic-cone pumpkin-scary fish
banana lemon star sun crown bell cheese trophy leaf clover tree-pine tree-deciduous cactus broccoli droplet waves gem grape""".split()


def doodle(name):
    own = RESOURCES / "doodles" / f"{name}.png"
    return own if own.exists() else RESOURCES / "samples" / f"{name}.png"


def hint(sketch, colour):
    """A dot in the middle of the largest region that does not reach the border; BGRA, clear elsewhere."""
    _, regions, boxes, _ = cv2.connectedComponentsWithStats((sketch > 200).astype(np.uint8), connectivity=4)
    outside = set(np.concatenate([regions[0], regions[-1], regions[:, 0], regions[:, -1]]))
    closed = [r for r in range(1, len(boxes)) if r not in outside]
    largest = max(closed, key=lambda r: boxes[r, cv2.CC_STAT_AREA])
    depth = cv2.distanceTransform((regions == largest).astype(np.uint8), cv2.DIST_L2, 5)
    y, x = np.unravel_index(depth.argmax(), depth.shape)
    picture = np.zeros((*sketch.shape, 4), np.uint8)
    cv2.circle(picture, (int(x), int(y)), DOT, (*colour, 255), -1)
    return picture


def tile(pictures, columns):
    small = [cv2.resize(p, (SIDE, SIDE), interpolation=cv2.INTER_AREA) for p in pictures]
    small += [np.full_like(small[0], 255)] * (-len(small) % columns)
    return np.vstack([np.hstack(small[i:i + columns]) for i in range(0, len(small), columns)])


def main(program, out, model=None):
    out = Path(out)
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        def coloured(sketch, *options):
            to = Path(folder) / f"{sketch.stem}.png"
            chosen = ["--model", model] if model else []
            subprocess.run([program, "colorize", sketch, "-o", to, "--force", *chosen, *options], check=True, stdout=subprocess.DEVNULL)
            return cv2.imread(str(to))

        def hinted(name, colour):
            dots = Path(folder) / "hints.png"
            cv2.imwrite(str(dots), hint(cv2.imread(str(doodle(name)), cv2.IMREAD_GRAYSCALE), colour))
            return coloured(doodle(name), "--hints", dots)

        cv2.imwrite(str(out / "doodles.png"), tile([coloured(doodle(name)) for name in DOODLES], 5))
        cv2.imwrite(str(out / "hinted.png"), tile([hinted(name, colour) for name, colour in DOODLES.items()], 5))
        cv2.imwrite(str(out / "people.png"), tile([coloured(RESOURCES / "doodles" / "people" / f"{word}.png") for word in WORDS], 6))
        cv2.imwrite(str(out / "outlines.png"), tile([coloured(RESOURCES / "outlines" / f"{name}.svg") for name in OUTLINES], 6))


if __name__ == "__main__":
    main(*sys.argv[1:])
