#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Times a training step of Pix2Pix in PyTorch eager fp32 and by `chaesaek bench training`, in the same run.

    tests/bench/peers_training.py --env ~/.cache/peers        # about ten minutes; the environment is peers.py's

The step is that of the paper's own program (pytorch-CycleGAN-and-pix2pix): a U-Net with batch norm and dropout against a 70x70
PatchGAN, D's step, then G's with 100 L1, Adam; nothing of it is compiled, its tensors lie in PyTorch's usual order. Drawings are
ready in memory there, and drawn by the loader in ours. Rounds in which everybody has a turn; the median of the rounds' medians."""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import time

import peers

SUBJECTS = {"base width 64, batch 1": (64, 1), "base width 32, batch 4": (32, 4)}
SIZE = 256
L1_WEIGHT = 100


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", type=pathlib.Path, default=peers.ROOT / "build/release/app/chaesaek")
    parser.add_argument("--env", type=pathlib.Path, help="a Python environment to make, or to use again; a throw-away one if left out")
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--steps", type=int, default=8, help="of everybody in a round, after two that do not count")
    parser.add_argument("--precision", choices=["auto", "fp32", "bf16"], default="auto", help="of ours")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def patch_gan(width):
    from torch import nn
    layers, inputs = [], 6
    for k, (outputs, stride) in enumerate([(width, 2), (2 * width, 2), (4 * width, 2), (8 * width, 1), (1, 1)]):
        normed = 0 < k < 4
        layers.append(nn.Conv2d(inputs, outputs, 4, stride, 1, bias=not normed))
        layers += [nn.BatchNorm2d(outputs)] if normed else []
        layers += [nn.LeakyReLU(0.2)] if k < 4 else []
        inputs = outputs
    return nn.Sequential(*layers)


def generator(width):
    """peers_networks.UNet with the dropout of training, and the paper's initial weights."""
    import torch
    from torch import nn
    from peers_networks import UNet

    class Training(UNet):
        def features(self, x):
            skips = []
            for k, level in enumerate(self.encoder):
                x = level(nn.functional.leaky_relu(x, 0.2) if k else x)
                skips.append(x)
            for k, level in enumerate(self.decoder):
                x = level(torch.relu(torch.cat([x, skips[-1 - k]], 1) if k else x))
                x = nn.functional.dropout(x, 0.5) if 1 <= k <= 3 else x
            return torch.tanh(x), None

    depth = SIZE.bit_length() - 1
    return Training({"depth": depth, "base_width": width, "most_channels": 8 * width, "norm": "batch", "inputs": 3, "outputs": 3, "skips": True,
                     "upsampling": "transposed", "tanh": True}).train()


class Step:
    """The reference's optimize_parameters()."""

    def __init__(self, width, batch):
        import torch
        torch.manual_seed(1)
        self.g, self.d = generator(width), patch_gan(64).train()
        adam = lambda network: torch.optim.Adam(network.parameters(), lr=2e-4, betas=(0.5, 0.999))
        self.g_adam, self.d_adam = adam(self.g), adam(self.d)
        self.x, self.y = (torch.rand(batch, 3, SIZE, SIZE) * 2 - 1 for _ in range(2))

    def judged(self, picture, real):
        import torch
        answer = self.d(torch.cat([self.x, picture], 1))
        return torch.nn.functional.binary_cross_entropy_with_logits(answer, torch.full_like(answer, real))

    def __call__(self):
        fake = self.g(self.x)
        self.d.requires_grad_(True)
        self.d_adam.zero_grad()
        (0.5 * (self.judged(fake.detach(), 0.0) + self.judged(self.y, 1.0))).backward()
        self.d_adam.step()
        self.d.requires_grad_(False)
        self.g_adam.zero_grad()
        (self.judged(fake, 1.0) + L1_WEIGHT * (fake - self.y).abs().mean()).backward()
        self.g_adam.step()


def theirs(step, steps):
    times = []
    for _ in range(steps + 2):
        start = time.perf_counter()
        step()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times[2:])


def ours(options, width, batch):
    command = [options.program, "bench", "training", "--set", f"base_width={width}", "--batch", str(batch), "--steps", str(options.steps),
               "--warm-up", "2", "--threads", str(options.threads), "--precision", options.precision, "--json"]
    done = subprocess.run([str(each) for each in command], capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr.strip())
    return json.loads(done.stdout)


def inside(options):
    import torch
    torch.set_num_threads(options.threads)
    for name, (width, batch) in SUBJECTS.items():
        step, eager, own = Step(width, batch), [], []
        for _ in range(options.rounds):
            eager.append(theirs(step, options.steps))
            own.append(ours(options, width, batch))
        mine, base = statistics.median(each["median_step_ms"] for each in own), statistics.median(eager)
        result = {"subject": name, "threads": options.threads, "eager_ms": base, "ours_ms": mine, "precision": own[0]["precision"], "faster": base / mine,
                  "torch": torch.__version__}
        if options.json:
            print(json.dumps(result), flush=True)
        else:
            print(f"{name}: PyTorch eager fp32 {base:.0f} ms, ours ({result['precision']}) {mine:.0f} ms a step: {base / mine:.2f} x as fast", flush=True)
    return 0


if __name__ == "__main__":
    given = arguments()
    sys.exit(inside(given) if given.inside else peers.outside(given, __file__))
