# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes tests/golden/measures/comparison.json: two pretended models on the drawings of measures_reference.py, how they differ, and how
sure that is.

Independent of the C++: NumPy, SciPy and scikit-image alone. To make the file again (see measures_reference.py):

    python tests/reference/comparison_reference.py
"""
import itertools
import json

import numpy as np
from skimage import io

from measures_reference import OUT, difference, lab, measure, regions, share_obeyed

NAMES = ("target", "sketch", "plain", "hinted", "recoloured", "one_hint")
OTHER = {"plain": "one_hint", "hinted": "plain", "recoloured": "hinted", "one_hint": "recoloured"}  # what the second model answers


def load(number):
    d = {name: io.imread(OUT / f"{number}-{name}.png") for name in NAMES}
    d["regions"] = regions(d["target"], d["sketch"])
    return d


def as_other(d):
    return {**d, **{question: d[answer] for question, answer in OTHER.items()}}


def mean_difference(a, b, sketch):
    return difference(lab(a), lab(b))[sketch > 200].mean()


def figures(d):
    error = (d["plain"].astype(float) - d["target"])[d["sketch"] > 200] / 255
    return {
        "psnr_db": -10 * np.log10((error ** 2).mean()),
        "delta_e": mean_difference(d["plain"], d["target"], d["sketch"]),
        "hint_obedience": np.mean(share_obeyed(d["hinted"], d["regions"], 0, True)),
    }


def exact_intervals(first, second):
    """Three drawings can be drawn in 27 ways, all equally often: each figure's whole distribution, not a sample of it."""
    rows = []
    for sample in itertools.product(range(3), repeat=3):
        a, b = measure([first[i] for i in sample]), measure([second[i] for i in sample])
        rows.append([b[key] - a[key] for key in a])
    low, high = np.quantile(rows, [.025, .975], axis=0, method="inverted_cdf")
    return {key: [low[i], high[i]] for i, key in enumerate(measure(first))}


def bootstrap():
    """Percentile intervals of the difference of two means, and of the ratio of two sums, of forty pairs."""
    i = np.arange(40)
    a = (i * 37 % 40) / 40
    b = a * .8 + (i * 17 % 40) / 100
    draws = np.random.default_rng(1).integers(0, 40, (400_000, 40))
    means, ratios = b[draws].mean(1) - a[draws].mean(1), b[draws].sum(1) / a[draws].sum(1)
    return [list(np.percentile(x, [2.5, 97.5])) for x in (means, ratios)]


def main():
    first = [load(number) for number in range(3)]
    second = [as_other(d) for d in first]
    whole = difference(lab(first[0]["plain"]), lab(first[0]["target"]))
    places = np.random.default_rng(2).integers(0, 256, (300, 2))
    golden = {
        "again": measure([first[0], first[0], first[1]]),
        "other": measure(second),
        "intervals": exact_intervals(first, second),
        "delta_e": [mean_difference(b["plain"], a["plain"], a["sketch"]) for a, b in zip(first, second)],
        "figures": [figures(d) for d in first],
        "pixels": [[int(y), int(x), round(float(whole[y, x]), 4)] for y, x in places],
        "bootstrap": bootstrap(),
    }
    (OUT / "comparison.json").write_text(json.dumps(golden, default=float) + "\n")
    print({key: value for key, value in golden.items() if key != "pixels"})


if __name__ == "__main__":
    main()
