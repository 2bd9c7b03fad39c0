# SPDX-License-Identifier: GPL-3.0-or-later
"""Golden numbers for tests/test_reference.cpp, from plain PyTorch.

The modules here are written from the papers (Isola et al. 2017, 1611.07004; Radford et al. 2015, 1511.06434) and have
the parameter names of core/networks; those of the GAN family stand in family_reference.py. Weights and pictures are not
stored: both languages compute them from the tensors' names (filled). Make the files again with

    .deps/venv/bin/python tests/reference/pix2pix_reference.py tests/golden
"""
import json
import math
import pathlib
import struct
import sys

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

import family_reference


def filled(name, shape):
    """Numbers in [-1,1) that depend on the name alone: SplitMix64 over FNV-1a(name), as float64."""
    seed = 0xCBF29CE484222325
    for byte in name.encode():
        seed = (seed ^ byte) * 0x100000001B3 & (1 << 64) - 1
    index = np.arange(1, math.prod(shape) + 1, dtype=np.uint64)
    with np.errstate(over="ignore"):
        z = np.uint64(seed) + index * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ z >> np.uint64(30)) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ z >> np.uint64(27)) * np.uint64(0x94D049BB133111EB)
        z = z ^ z >> np.uint64(31)
    values = (z >> np.uint64(11)).astype(np.float64) * 2.0**-52 - 1
    return torch.from_numpy(values.reshape(shape))


def fill_weights(module):
    with torch.no_grad():
        for name, tensor in list(module.named_parameters()) + list(module.named_buffers()):
            if not tensor.is_floating_point():
                continue
            value = filled(name, tuple(tensor.shape))
            if tensor.dim() > 1:
                value = value * math.sqrt(3 * tensor.shape[0] / tensor.numel())
            elif name.endswith(("running_var", "weight")):
                value = 1 + value / 5
            else:
                value = value / 5
            tensor.copy_(value)
    return module


def norm_layer(kind, channels):
    return {
        "batch": lambda: nn.BatchNorm2d(channels),
        "instance": lambda: nn.InstanceNorm2d(channels),
        "layer": lambda: nn.GroupNorm(1, channels),
        "group": lambda: nn.GroupNorm(math.gcd(8, channels), channels),
    }[kind]()


class Level(nn.Module):
    """A convolution, and its norm if it has one."""

    def __init__(self, conv, norm=None):
        super().__init__()
        self.conv = conv
        if norm is not None:
            self.norm = norm

    def forward(self, x):
        x = self.conv(x)
        return self.norm(x) if hasattr(self, "norm") else x


class UNet(nn.Module):
    def __init__(self, inputs=1, outputs=3, depth=5, base=8, most=32, norm="batch", skips=True, resize=False, tanh=True):
        super().__init__()
        widths = [min(base * 2**k, most) for k in range(depth)]
        bias = norm == "none"
        normed = lambda channels, wanted: norm_layer(norm, channels) if wanted and norm != "none" else None

        def up(a, b, bias):
            if resize:
                return nn.Conv2d(a, b, 3, padding=1, bias=bias)
            return nn.ConvTranspose2d(a, b, 4, stride=2, padding=1, bias=bias)

        self.encoder, self.decoder = nn.ModuleList(), nn.ModuleList()
        for k, width in enumerate(widths):
            conv = nn.Conv2d(widths[k - 1] if k else inputs, width, 4, stride=2, padding=1, bias=bias)
            self.encoder.append(Level(conv, normed(width, 0 < k < depth - 1)))
        for k in reversed(range(depth)):
            a = widths[k] * (2 if skips and k < depth - 1 else 1)
            b = widths[k - 1] if k else outputs
            self.decoder.append(Level(up(a, b, bias or k == 0), normed(b, k > 0)))
        self.skips, self.resize, self.tanh = skips, resize, tanh

    def forward(self, x):
        features = []
        for k, level in enumerate(self.encoder):
            x = level(F.leaky_relu(x, 0.2) if k else x)
            features.append(x)
        for k, level in enumerate(self.decoder):
            if k and self.skips:
                x = torch.cat([x, features[-1 - k]], 1)
            x = F.relu(x)
            x = level(F.interpolate(x, scale_factor=2, mode="nearest") if self.resize else x)
        return torch.tanh(x) if self.tanh else x


class ColouringNet(nn.Module):
    def __init__(self, **options):
        super().__init__()
        self.unet = UNet(inputs=9, outputs=4, norm="group", tanh=False, **options)

    def forward(self, x):
        out = self.unet(x)
        a = torch.sigmoid(4 * out[:, 3:] + 1) * x[:, 8:]
        return a * x[:, 5:8] + (1 - a) * torch.tanh(out[:, :3])


class Discriminator(nn.Module):
    """`plan`: (channels out, kernel, stride, padding, has norm, has bias) of each convolution."""

    def __init__(self, inputs, plan, norm):
        super().__init__()
        self.layers = nn.ModuleList()
        for out, kernel, stride, padding, normed, bias in plan:
            conv = nn.Conv2d(inputs, out, kernel, stride, padding, bias=bias)
            self.layers.append(Level(conv, norm_layer(norm, out) if normed else None))
            inputs = out

    def forward(self, x):
        for k, level in enumerate(self.layers):
            x = level(F.leaky_relu(x, 0.2) if k else x)
        return x


def patch_gan(layers, inputs=4, base=4, norm="batch"):
    widths = {1: [1, 2], 2: [1, 2, 4], 3: [1, 2, 4, 8], 4: [1, 2, 4, 8, 8], 5: [1, 2, 4, 8, 8, 8]}[layers]
    plan = [(w * base, 4, 2 if k < layers else 1, 1, k > 0, k == 0) for k, w in enumerate(widths)]
    return Discriminator(inputs, plan + [(1, 4, 1, 1, False, True)], norm)


def pixel_gan(inputs=4, base=4, norm="batch"):
    return Discriminator(inputs, [(base, 1, 1, 0, False, True), (2 * base, 1, 1, 0, True, False), (1, 1, 1, 0, False, False)], norm)


def dcgan_discriminator(inputs=3, base=4, norm="batch"):
    plan = [(base * 2**k, 4, 2, 1, k > 0, False) for k in range(4)]
    return Discriminator(inputs, plan + [(1, 4, 1, 0, False, False)], norm)


def forward_goldens():
    golden = {}

    def add(name, module, shape):
        x = filled("input", shape).float()
        if isinstance(module, ColouringNet):
            x[:, 8] = (x[:, 8] > 0).float()
        with torch.no_grad():
            golden[name] = module(x)

    for norm in ("none", "batch", "instance", "layer", "group"):
        for resize in (False, True):
            add(f"unet.{norm}.{'resize' if resize else 'transposed'}", fill_weights(UNet(norm=norm, resize=resize)).eval(), (1, 1, 32, 32))
        add(f"encoder_decoder.{norm}", fill_weights(UNet(norm=norm, skips=False)).eval(), (1, 1, 32, 32))
    add("unet.batch.picture", fill_weights(UNet()).train(), (1, 1, 32, 32))
    add("unet.wide", fill_weights(UNet(depth=3)).eval(), (2, 1, 16, 24))
    add("colouring", fill_weights(ColouringNet()).eval(), (1, 9, 32, 32))
    for norm in ("batch", "instance"):
        for layers in range(1, 6):
            side = 128 if layers > 3 else 32
            add(f"patch{layers}.{norm}", fill_weights(patch_gan(layers, norm=norm)).eval(), (1, 4, side, side))
        add(f"pixel.{norm}", fill_weights(pixel_gan(norm=norm)).eval(), (1, 4, 16, 16))
        add(f"dcgan.{norm}", fill_weights(dcgan_discriminator(norm=norm)).eval(), (2, 3, 64, 64))
    return golden


def train(loss_name, steps=3):
    """Pix2Pix as §3.3 of the paper has it: D, then G with a fresh forward of D; float64, dropout off."""
    judge = {
        "bce": lambda s, real: F.binary_cross_entropy_with_logits(s, torch.full_like(s, float(real))),
        "least_squares": lambda s, real: F.mse_loss(s, torch.full_like(s, float(real))),
    }[loss_name]
    g = fill_weights(UNet(depth=4, base=4, most=16)).double().train()
    d = fill_weights(patch_gan(2)).double().train()
    # Weights were filled as float32: both sides start from the same rounded numbers.
    adam = lambda net: torch.optim.Adam(net.parameters(), lr=2e-4, betas=(0.5, 0.999))
    opt_g, opt_d = adam(g), adam(d)
    golden, losses = {}, []
    for step in range(steps):
        sketch, real = filled(f"sketch{step}", (1, 1, 16, 16)), filled(f"real{step}", (1, 3, 16, 16))
        fake = g(sketch)
        loss_d = (judge(d(torch.cat([sketch, real], 1)), True) + judge(d(torch.cat([sketch, fake.detach()], 1)), False)) * 0.5
        opt_d.zero_grad()
        loss_d.backward()
        opt_d.step()
        loss_gan, loss_l1 = judge(d(torch.cat([sketch, fake], 1)), True), F.l1_loss(fake, real)
        opt_g.zero_grad()
        (loss_gan + 100 * loss_l1).backward()
        opt_g.step()
        losses.append([loss_d.item(), loss_gan.item(), loss_l1.item()])
    golden["losses"] = torch.tensor(losses, dtype=torch.float64)
    for prefix, net in (("g", g), ("d", d)):
        golden.update({f"{prefix}.{name}": tensor for name, tensor in net.state_dict().items()})
    return golden


def write(path, tensors):
    """The safetensors format: header length, JSON header, bytes."""
    types = {torch.float32: "F32", torch.float64: "F64", torch.int64: "I64"}
    header, body = {}, b""
    for name, tensor in sorted(tensors.items()):
        raw = tensor.detach().contiguous().numpy().tobytes()
        header[name] = {"dtype": types[tensor.dtype], "shape": list(tensor.shape), "data_offsets": [len(body), len(body) + len(raw)]}
        body += raw
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + body)
    print(f"{path}: {len(tensors)} tensors, {path.stat().st_size} bytes")


if __name__ == "__main__":
    torch.set_num_threads(1)
    folder = pathlib.Path(sys.argv[1])
    write(folder / "networks.safetensors", forward_goldens())
    write(folder / "family.safetensors", family_reference.goldens(filled, fill_weights))
    for loss in ("bce", "least_squares"):
        write(folder / f"pix2pix_{loss}.safetensors", train(loss))
