# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes tests/golden/spread_N.png: small sketches with hints, and what spreading the hints must give.

A plain NumPy formulation of the rules in core/image/regions.h, written apart from the C++ (no OpenCV operator does the
work; it only draws the input and writes the files). Each file shows five tiles from left to right: sketch, hint mask,
hint colours, spread colours, covered. Run it with Python, NumPy and OpenCV: python3 tests/reference/spread.py
"""
from collections import deque
from pathlib import Path

import cv2
import numpy as np

SIDE, GAP, WALL = 80, 5, 200
FOUR = [(0, 1), (1, 0), (0, -1), (-1, 0)]
EIGHT = FOUR + [(1, 1), (1, -1), (-1, 1), (-1, -1)]


def neighbourhood(space, combine, outside):
    """`combine` (np.minimum or np.maximum) over the GAP x GAP window around every pixel."""
    r = GAP // 2
    padded = np.pad(space, r, constant_values=outside)
    out = space
    for dy in range(GAP):
        for dx in range(GAP):
            out = combine(out, padded[dy:dy + SIDE, dx:dx + SIDE])
    return out


def components(space, steps):
    """Labels 1, 2, ... in the order in which the components' first pixels are met row by row."""
    label = np.zeros(space.shape, int)
    for start in zip(*np.nonzero(space)):
        if label[start]:
            continue
        number = label.max() + 1
        label[start] = number
        queue = deque([start])
        while queue:
            y, x = queue.popleft()
            for dy, dx in steps:
                n = (y + dy, x + dx)
                if 0 <= n[0] < SIDE and 0 <= n[1] < SIDE and space[n] and not label[n]:
                    label[n] = number
                    queue.append(n)
    return label


def favourite(label, mark):
    """The label under most of the mark, the lowest of equals; 0 where there is none."""
    inside = label[mark]
    counts = [(-np.count_nonzero(inside == v), v) for v in set(inside[inside > 0].tolist())]
    return min(counts)[1] if counts else 0


def region_of(mark, free, tight, plain):
    if value := favourite(tight, mark):
        return neighbourhood(tight == value, np.logical_or, False) & free
    if value := favourite(plain, mark):
        return plain == value
    return mark


def spread(sketch, hint, mask):
    free = sketch > WALL
    tight = components(neighbourhood(free, np.logical_and, True), FOUR)
    plain = components(free, FOUR)
    marks = components(mask > 0, EIGHT)
    best = np.full(free.shape, np.inf)
    colour = np.zeros((SIDE, SIDE, 3), np.uint8)
    yy, xx = np.mgrid[:SIDE, :SIDE]
    for i in range(1, marks.max() + 1):
        mark = marks == i
        points = np.argwhere(mark)
        y, x = points[len(points) // 2]
        distance = (yy - y) ** 2 + (xx - x) ** 2
        wins = region_of(mark, free, tight, plain) & (distance < best)
        best[wins] = distance[wins]
        colour[wins] = np.floor(np.median(hint[mark], axis=0))
    return colour, np.isfinite(best)


def drawing(rng):
    """A sketch with open and closed outlines, and hints that lie inside, across and on the lines."""
    sketch = np.full((SIDE, SIDE), 255, np.uint8)
    for _ in range(rng.integers(2, 6)):
        centre, axes = rng.integers(0, SIDE, 2).tolist(), rng.integers(6, 36, 2).tolist()
        arc = float(rng.uniform(290, 360))
        cv2.ellipse(sketch, centre, axes, float(rng.uniform(0, 180)), 0, arc, int(rng.integers(0, 180)), int(rng.integers(1, 5)), cv2.LINE_AA)
    hint, mask = np.zeros((SIDE, SIDE, 3), np.uint8), np.zeros((SIDE, SIDE), np.uint8)
    for _ in range(rng.integers(2, 7)):
        mark = np.zeros_like(mask)
        a, b = rng.integers(0, SIDE, (2, 2))
        end = a + (b - a) * rng.choice([0, 0, 0.3])
        cv2.line(mark, a.tolist(), end.astype(int).tolist(), 1, int(rng.integers(1, 6)))
        mask |= mark
        shade = rng.integers(0, 240, 3) + rng.integers(0, 9, (np.count_nonzero(mark), 3))
        hint[mark > 0] = shade
    return sketch, hint, mask


def main():
    rng = np.random.default_rng(11)
    folder = Path(__file__).resolve().parent.parent / "golden"
    for number in range(6):
        sketch, hint, mask = drawing(rng)
        colour, covered = spread(sketch, hint, mask)
        grey = [cv2.merge([tile] * 3) for tile in (sketch, mask * 255, covered.astype(np.uint8) * 255)]
        tiles = np.hstack([grey[0], grey[1], hint, colour, grey[2]])
        cv2.imwrite(str(folder / f"spread_{number}.png"), tiles, [cv2.IMWRITE_PNG_COMPRESSION, 9])


if __name__ == "__main__":
    main()
