#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws the sample sketches from strokes/*.txt with a shaky hand.

    python3 resources/samples/draw.py              all drawings (needs numpy and opencv-python)
    python3 resources/samples/draw.py cat fish     only these
    python3 resources/samples/draw.py --in FOLDER  those of another folder
    python3 resources/samples/draw.py --record OUT all of them as recordings OUT/NAME.jsonl, and no pictures; after --in, if both

A stroke file holds one stroke a line: the places the pen passes, "x,y" on a canvas of 512 x 512, joined by a smooth
curve; "x,y|" is a sharp corner. The first line may set the pen ("pen 8"); "#" starts a comment. The hand's tremor is
seeded by the drawing's name, so that a drawing always comes out the same. Writes NAME.png, and for a few samples
recordings/NAME.jsonl, stroke by stroke as `chaesaek replay` reads it.
"""
import json
import sys
import zlib
from pathlib import Path

import cv2
import numpy as np

HERE = Path(__file__).resolve().parent
SIZE = 512
PEN = 8.0
NARROWEST, WIDEST = 6.0, 11.0
STEP = 4.0  # usual distance of two recorded points
FINE = 4  # subpixels a pixel, along each axis
RECORDED = ("cat", "fish", "flower", "house", "rocket")


def read_strokes(path):
    """Returns the pen's width and the strokes, each a list of smooth pieces [n,2] that meet in corners."""
    pen, strokes = PEN, []
    for line in path.read_text(encoding="utf-8").splitlines():
        words = line.split("#")[0].split()
        if words and words[0] == "pen":
            pen = float(words[1])
        elif words:
            strokes.append(split_at_corners(words))
    return pen, strokes


def split_at_corners(words):
    pieces = [[]]
    for word in words:
        pieces[-1].append([float(number) for number in word.rstrip("|").split(",")])
        if word.endswith("|"):
            pieces.append([pieces[-1][-1]])
    return [np.array(piece) for piece in pieces if len(piece) > 1]


def smooth(points, samples=24):
    """Centripetal Catmull-Rom through the points (Barry and Goldman's pyramid); the ends are mirrored."""
    points = np.vstack([2 * points[0] - points[1], points, 2 * points[-1] - points[-2]])
    curve = []
    for p in (points[i:i + 4] for i in range(len(points) - 3)):
        knots = np.concatenate([[0], np.cumsum(np.sqrt(np.linalg.norm(np.diff(p, axis=0), axis=1)) + 1e-6)])
        t = np.linspace(knots[1], knots[2], samples, endpoint=False)[:, None]
        level = list(p)
        for span in (1, 2):
            level = [((knots[i + span] - t) * level[i] + (t - knots[i]) * level[i + 1]) / (knots[i + span] - knots[i])
                     for i in range(len(level) - 1)]
        curve.append(((knots[2] - t) * level[0] + (t - knots[1]) * level[1]) / (knots[2] - knots[1]))
    return np.vstack([*curve, points[-2]])


def along(curve, hand):
    """Places on the curve at uneven steps of 3 to 5 pixels, and their distances from its beginning."""
    length = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(curve, axis=0), axis=1))])
    steps = np.cumsum(hand.uniform(STEP - 1, STEP + 1, int(length[-1] / STEP) + 2))
    places = np.concatenate([[0], steps[steps < length[-1] - 1], [length[-1]]])
    return np.stack([np.interp(places, length, curve[:, axis]) for axis in (0, 1)], axis=1), places


def wander(places, wavelength, hand):
    """Smooth noise of about unit size along the stroke."""
    knots = np.arange(-wavelength, places[-1] + 3 * wavelength, wavelength)
    waves = smooth(np.stack([knots, hand.normal(0, 1, len(knots))], axis=1))
    return np.interp(places, waves[:, 0], waves[:, 1])


def draw_by_hand(pieces, pen, hand):
    """One stroke as [n,3] of x, y, width: slow wobble, small jitter, uneven pressure."""
    points, places = along(np.vstack([smooth(piece) for piece in pieces]), hand)
    steady = min(1.0, 0.3 + places[-1] / 160)  # nobody misses a short stroke by much
    for axis in (0, 1):
        points[:, axis] += steady * (1.6 * wander(places, 48, hand) + 0.6 * wander(places, 12, hand))
    width = pen + 0.8 * wander(places, 70, hand) + hand.normal(0, 0.4)
    ends = np.minimum(places, places[-1] - places)
    width -= 1.2 * np.exp(-ends / 10)  # the pen lands and leaves lightly
    return np.column_stack([points, np.clip(width, NARROWEST, WIDEST)]).round(1)


def render(strokes):
    """Grey picture, black on white, antialiased."""
    canvas = np.full((SIZE * FINE, SIZE * FINE), 255, np.uint8)
    for stroke in strokes:
        places = np.round(stroke[:, :2] * FINE).astype(int).tolist()
        for start, end, width in zip(places, places[1:], stroke[1:, 2]):
            cv2.line(canvas, start, end, 0, round(width * FINE))
    grey = cv2.resize(canvas, (SIZE, SIZE), interpolation=cv2.INTER_AREA)
    return np.round(grey / 17).astype(np.uint8) * 17  # sixteen greys: half the file, no visible difference


def write_recording(path, strokes):
    lines = [{"format": 1, "width": SIZE, "height": SIZE}]
    lines += [{"tool": "pen", "points": stroke.tolist()} for stroke in strokes]
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines), encoding="utf-8")


def main(names):
    folder = HERE
    if names[:1] == ["--in"]:
        folder, names = Path(names[1]), names[2:]
    records = Path(names[1]) if names[:1] == ["--record"] else None
    if records:
        names = names[2:]
    for name in names or sorted(path.stem for path in (folder / "strokes").glob("*.txt")):
        pen, plans = read_strokes(folder / "strokes" / f"{name}.txt")
        hand = np.random.default_rng(zlib.crc32(name.encode()))
        strokes = [draw_by_hand(pieces, pen, hand) for pieces in plans]
        if records:
            write_recording(records / f"{name}.jsonl", strokes)
            continue
        cv2.imwrite(str(folder / f"{name}.png"), render(strokes), [cv2.IMWRITE_PNG_COMPRESSION, 9])
        if folder == HERE and name in RECORDED:
            write_recording(folder / "recordings" / f"{name}.jsonl", strokes)


if __name__ == "__main__":
    main(sys.argv[1:])
