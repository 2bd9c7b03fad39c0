# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes tests/golden/measures: synthetic drawings, what a pretended model makes of them, and the colour measures.

Independent of the C++: NumPy, SciPy and scikit-image alone. To make the files again (the venv that brings LibTorch,
with numpy, scipy and scikit-image installed):

    python tests/reference/measures_reference.py
"""
import colorsys
import json
import pathlib

import numpy as np
from scipy import ndimage
from skimage import color, draw, io

SIDE = 256
OUT = pathlib.Path(__file__).resolve().parent.parent / "golden" / "measures"
ROWS, COLUMNS = np.mgrid[:SIDE, :SIDE]


def lab(rgb):
    return color.rgb2lab(rgb / 255.0)


def chroma(values):
    return np.sqrt(values[..., 1] ** 2 + values[..., 2] ** 2)


def hue(values):
    return np.degrees(np.arctan2(values[..., 2], values[..., 1])) % 360


def turned(rgb, degrees):
    h, s, v = colorsys.rgb_to_hsv(*(np.asarray(rgb) / 255.0))
    return np.rint(255 * np.array(colorsys.hsv_to_rgb((h + degrees / 360) % 1, s, v))).astype(np.uint8)


# --- synthetic drawings: a grid of shapes, each inked around, one colour a shape

def drawing(number):
    """Target RGB and sketch; the colours favour three hue families, and some shapes are grey, white or black."""
    generator = np.random.default_rng(100 + number)
    target, sketch = np.full((SIDE, SIDE, 3), 255, np.uint8), np.full((SIDE, SIDE), 255, np.uint8)
    hues = [12, 20, 50, 56, 130, 145, 210, 285]
    fills = [np.array(colorsys.hsv_to_rgb(h / 360, generator.uniform(.5, 1), generator.uniform(.5, 1))) * 255 for h in generator.permutation(hues)]
    fills += [np.full(3, 128), np.full(3, 250), np.full(3, 40), np.array([120, 130, 125])]
    for i, fill in enumerate(fills):
        y, x = 36 + 62 * (i // 4), 34 + 62 * (i % 4)
        radii = generator.integers(12, 27, 2)
        if i % 2:
            inside, ring = draw.ellipse(y, x, *radii), draw.ellipse(y, x, *(radii + 3))
        else:
            inside = draw.rectangle((y - radii[0], x - radii[1]), (y + radii[0], x + radii[1]))
            ring = draw.rectangle((y - radii[0] - 3, x - radii[1] - 3), (y + radii[0] + 3, x + radii[1] + 3))
        sketch[ring], sketch[inside] = 0, 255
        target[ring] = np.rint(fill).astype(np.uint8)
    return target, sketch


def painted(found, degrees, strength):
    """A pretended result: every region in its colour turned by `degrees`, ever more wrong from region to region."""
    out = (245 - (COLUMNS // 16 + ROWS // 32)[..., None] % np.array([3, 5, 4])).astype(np.uint8)
    for i, (mask, rgb) in enumerate(found):
        wrong = turned(rgb, degrees + strength * (i - 3) * 9).astype(float)
        mixed = wrong * (1 - .06 * i) + 200 * .06 * i
        out[mask] = np.clip(mixed + ((COLUMNS // 8) % 3)[mask][:, None], 0, 255).astype(np.uint8)
    return out


# --- the measures, per README "Measures"

def regions(target, sketch):
    free = (sketch > 200) & ~(target >= 235).all(-1) & ~(target <= 60).all(-1)
    codes = (target // 4).astype(np.int64) @ np.array([1, 256, 65536])
    found = []
    for code in np.unique(codes[free]):
        labels, count = ndimage.label(free & (codes == code))
        found += [labels == i for i in range(1, count + 1) if (labels == i).sum() >= 64]
    found.sort(key=lambda mask: -mask.sum())
    return [(mask, target[innermost(mask)]) for mask in found[:8]]


def innermost(mask):
    distance = ndimage.distance_transform_edt(np.pad(mask, 1, mode="edge"))[1:-1, 1:-1]
    return np.unravel_index(distance.argmax(), distance.shape)


def disc(mask):
    y, x = innermost(mask)
    return (ROWS - y) ** 2 + (COLUMNS - x) ** 2 <= 9


def difference(a, b):
    return color.deltaE_ciede2000(a, b)


def share_obeyed(output, found, degrees, with_disc):
    values = lab(output)
    answers = []
    for mask, rgb in found:
        inside = mask & ~disc(mask) if with_disc else mask
        answers.append(difference(np.median(values[inside], axis=0), lab(turned(rgb, degrees)[None, None])[0, 0]) < 10)
    return answers


def histogram(picture, target):
    p, t = lab(picture), lab(target)
    use = (chroma(p) > 12) & (chroma(t) > 12)
    counts = np.histogram(hue(p)[use], bins=12, range=(0, 360))[0]
    return counts / max(1, counts.sum())


def entropy(histograms):
    p = np.sum(histograms, axis=0)
    p = p[p > 0] / p.sum()
    return float(-(p * np.log(p)).sum())


def hue_answers(output, found):
    values, answers = lab(output), []
    for mask, rgb in found:
        wanted, got = lab(rgb[None, None])[0, 0], np.median(values[mask], axis=0)
        if chroma(wanted) >= 20:
            apart = abs((hue(got) - hue(wanted) + 180) % 360 - 180)
            answers.append((int(hue(wanted) // 60), bool(chroma(got) >= 12 and apart <= 30)))
    return answers


def leak(with_hint, without, mask, target):
    outside = (chroma(lab(target)) > 12) & ~mask
    return float(np.percentile(difference(lab(with_hint), lab(without))[outside], 95))


def flicker(before, after, stroke):
    a, b = lab(before), lab(after)
    far = ndimage.distance_transform_edt(~stroke) > 24
    counted = far & ((chroma(a) > 12) | (chroma(b) > 12))
    return float((difference(a, b)[counted] > 5).mean())


def measure(drawings):
    """`drawings`: dicts with target, sketch, plain, hinted, recoloured, one_hint, regions."""
    hinted, recoloured, agreed, answers, ratios, l1, squared, leaks = [], [], [], [], [], [], [], []
    for d in drawings:
        hinted += share_obeyed(d["hinted"], d["regions"], 0, True)
        recoloured += share_obeyed(d["recoloured"], d["regions"], 120, True)
        agreed += share_obeyed(d["plain"], d["regions"], 0, False)
        answers += hue_answers(d["plain"], d["regions"])
        area = chroma(lab(d["target"])) > 12
        ratios.append(chroma(lab(d["plain"]))[area].mean() / chroma(lab(d["target"]))[area].mean())
        error = (d["plain"].astype(float) - d["target"])[d["sketch"] > 200] / 255
        l1.append(np.abs(error).mean())
        squared.append((error ** 2).mean())
        leaks.append(leak(d["one_hint"], d["plain"], d["regions"][0][0], d["target"]))
    families = [[ok for f, ok in answers if f == family] for family in range(6)]
    return {
        "drawings": len(drawings),
        "regions": sum(len(d["regions"]) for d in drawings),
        "hint_obedience": np.mean(hinted),
        "recoloured_obedience": np.mean(recoloured),
        "no_hint_agreement": np.mean(agreed),
        "no_hint_hue": np.mean([np.mean(f) for f in families if len(f) >= 5]),
        "chroma_ratio": np.mean(ratios),
        "hue_spread": entropy([histogram(d["plain"], d["target"]) for d in drawings]) / entropy([histogram(d["target"], d["target"]) for d in drawings]),
        "l1": np.mean(l1),
        "psnr_db": -10 * np.log10(np.mean(squared)),
        "leak_delta_e": np.mean(leaks),
    }


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    drawings = []
    for number in range(3):
        target, sketch = drawing(number)
        found = regions(target, sketch)
        d = {"target": target, "sketch": sketch, "regions": found}
        d["plain"] = painted(found, 8 * number, 1.1)
        d["hinted"] = painted(found, 0, .3)
        d["recoloured"] = painted(found, 120, .5)
        d["one_hint"] = np.clip(d["plain"].astype(int) + np.array([12, -8, 5]) * (ROWS // 64)[..., None], 0, 255).astype(np.uint8)
        for name in ("target", "sketch", "plain", "hinted", "recoloured", "one_hint"):
            io.imsave(OUT / f"{number}-{name}.png", d[name], check_contrast=False)
        drawings.append(d)
    stroke = np.zeros((SIDE, SIDE), bool)
    stroke[100:104, 60:90] = True
    golden = {
        "measures": measure(drawings),
        "areas": [[int(mask.sum()) for mask, _ in d["regions"]] for d in drawings],
        "flicker": [flicker(d["plain"], d["one_hint"], stroke) for d in drawings],
        "stroke": [60, 100, 30, 4],
    }
    (OUT / "measures.json").write_text(json.dumps(golden, indent=1, default=float) + "\n")
    print(json.dumps(golden["measures"], default=float), golden["flicker"], golden["areas"])


if __name__ == "__main__":
    main()
