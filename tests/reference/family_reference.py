# SPDX-License-Identifier: GPL-3.0-or-later
"""The GAN family's networks and class losses in plain PyTorch, for tests/test_reference.cpp.

Written from the papers and their published code, with the parameter names of core/networks; pix2pix_reference.py fills
their weights and writes their outputs.
"""
import torch
from torch import nn
from torch.nn import functional as F


class Maxout(nn.Module):
    def __init__(self, inputs, units, pieces):
        super().__init__()
        self.linear = nn.Linear(inputs, units * pieces)
        self.pieces = pieces

    def forward(self, x):
        return torch.stack(self.linear(x).chunk(self.pieces, 1)).max(0).values


class MlpGenerator(nn.Module):
    """Reads (z, labels); Mirza and Osindero 2014 where there are classes, else Goodfellow et al. 2014."""

    def __init__(self, latent=100, classes=0, hidden=(128, 256, 512), latent_width=256, class_width=256, channels=1, size=28,
                 norm=False):
        super().__init__()
        width = latent
        if classes:
            self.from_latent, self.from_class = nn.Linear(latent, latent_width), nn.Linear(classes, class_width)
            width = latent_width + class_width
        self.hidden = nn.ModuleList(nn.Linear(a, b) for a, b in zip((width, *hidden), hidden))
        self.output = nn.Linear(hidden[-1], channels * size * size)
        self.latent_norm = nn.BatchNorm1d(latent_width) if norm else nn.Identity()
        self.norms = nn.ModuleList(nn.BatchNorm1d(width) if norm else nn.Identity() for width in hidden)
        self.classes, self.shape = classes, (channels, size, size)

    def forward(self, z, y):
        if self.classes:
            z = torch.cat([F.relu(self.latent_norm(self.from_latent(z))), F.relu(self.from_class(F.one_hot(y, self.classes).float()))], 1)
        for layer, norm in zip(self.hidden, self.norms):
            z = F.relu(norm(layer(z)))
        return torch.tanh(self.output(z)).reshape(-1, *self.shape)


class DcganGenerator(nn.Module):
    """The two forms that the paper's ports use: from 7x7 with a linear layer, from 4x4 with a transposed convolution."""

    def __init__(self, latent=100, classes=0, hadamard=False, base=64, channels=1, size=28, hidden=0):
        super().__init__()
        widths = {28: [2, 1], 64: [8, 4, 2, 1]}[size]
        inputs = latent + (0 if hadamard else classes)
        if hadamard:
            self.embedding = nn.Embedding(classes, latent)
        if hidden:
            self.hidden = nn.Sequential(nn.Linear(inputs, hidden, bias=False), nn.BatchNorm1d(hidden))
            inputs = hidden
        if size == 28:
            self.start, self.start_norm = nn.Linear(inputs, 2 * base * 49, bias=False), nn.BatchNorm1d(2 * base * 49)
        else:
            self.start, self.start_norm = nn.ConvTranspose2d(inputs, 8 * base, 4, bias=False), nn.BatchNorm2d(8 * base)
        self.levels = nn.ModuleList()
        for k, width in enumerate(widths):
            level = nn.Module()
            out = widths[k + 1] * base if k + 1 < len(widths) else channels
            level.conv = nn.ConvTranspose2d(width * base, out, 4, 2, 1, bias=False)
            if k + 1 < len(widths):
                level.norm = nn.BatchNorm2d(out)
            self.levels.append(level)
        self.classes, self.hadamard, self.size = classes, hadamard, size

    def forward(self, z, y):
        if self.hadamard:
            z = z * self.embedding(y)
        elif self.classes:
            z = torch.cat([z, F.one_hot(y, self.classes).float()], 1)
        if hasattr(self, "hidden"):
            z = F.relu(self.hidden(z))
        x = F.relu(self.start_norm(self.start(z if self.size == 28 else z[:, :, None, None])))
        if self.size == 28:
            x = x.reshape(len(x), -1, 7, 7)
        for level in self.levels:
            x = level.conv(x)
            if hasattr(level, "norm"):
                x = F.relu(level.norm(x))
        return torch.tanh(x)


class MlpDiscriminator(nn.Module):
    def __init__(self, hidden=(512, 256, 128), pieces=1, inputs=784):
        super().__init__()
        self.hidden = nn.ModuleList(Maxout(a, b, pieces) for a, b in zip((inputs, *hidden), hidden))
        self.output = nn.Linear(hidden[-1], 1)
        self.pieces = pieces

    def forward(self, x):
        x = x.flatten(1)
        for layer in self.hidden:
            x = layer(x) if self.pieces > 1 else F.relu(layer(x))
        return self.output(x)


class MaxoutDiscriminator(nn.Module):
    def __init__(self):
        super().__init__()
        self.picture, self.label, self.joined = Maxout(784, 240, 5), Maxout(10, 50, 5), Maxout(290, 240, 4)
        self.output = nn.Linear(240, 1)

    def forward(self, x, y):
        y = F.one_hot(y, 10).float()
        return self.output(self.joined(torch.cat([self.picture(x.flatten(1)), self.label(y)], 1)))


class ConvDiscriminator(nn.Module):
    def __init__(self, inputs=1, base=64, size=28, norm=True, classes=0, hidden=0):
        super().__init__()
        self.levels = nn.ModuleList()
        for k in range({28: 2, 64: 4}[size]):
            level = nn.Module()
            out = base * 2**k
            level.conv = nn.Conv2d(inputs, out, 4, 2, 1, bias=not norm)
            level.norm = nn.BatchNorm2d(out) if norm and k else nn.Identity()
            self.levels.append(level)
            inputs = out
        numbers = inputs * (49 if size == 28 else 16)
        if hidden:
            self.hidden = nn.Sequential(nn.Linear(numbers, hidden, bias=not norm), *([nn.BatchNorm1d(hidden)] if norm else []))
            numbers = hidden
        self.source = nn.Linear(numbers, 1, bias=size == 28 or not norm or hidden > 0)
        if classes:
            self.classes = nn.Linear(numbers, classes)

    def forward(self, x):
        for level in self.levels:
            x = F.leaky_relu(level.norm(level.conv(x)), 0.2)
        x = x.flatten(1)
        if hasattr(self, "hidden"):
            x = F.leaky_relu(self.hidden(x), 0.2)
        return torch.cat([self.source(x), self.classes(x)] if hasattr(self, "classes") else [self.source(x)], 1)


class Judge(nn.Module):
    def __init__(self):
        super().__init__()
        self.first, self.second = nn.Conv2d(1, 32, 3, padding=1), nn.Conv2d(32, 64, 3, padding=1)
        self.hidden, self.output = nn.Linear(3136, 64), nn.Linear(64, 10)

    def forward(self, x):
        for conv in (self.first, self.second):
            x = F.max_pool2d(F.relu(conv(x)), 2)
        features = F.relu(self.hidden(x.flatten(1)))
        return torch.cat([self.output(features), features], 1)


def class_losses(logits, other, labels):
    """SGAN by its definition, with all K + 1 probabilities (Odena 2016; Salimans et al. 2016); float64."""
    log_p = lambda l: F.log_softmax(F.pad(l, (0, 1)), 1)
    not_fake = lambda l: torch.log(1 - log_p(l)[:, -1].exp())
    return torch.stack([
        F.cross_entropy(logits, labels),
        -(not_fake(logits).mean() + log_p(other)[:, -1].mean()) / 2,
        -not_fake(other).mean(),
        -log_p(logits).gather(1, labels[:, None]).mean(),
        F.mse_loss(other.mean(0), logits.mean(0), reduction="sum"),
    ])


def goldens(filled, fill_weights):
    """Every network's output by name. `filled` and `fill_weights` are pix2pix_reference's."""
    ready = lambda net: fill_weights(net).eval()
    z, y = filled("input", (3, 100)).float(), torch.tensor([0, 7, 9])
    picture = lambda channels, side: filled("input", (3, channels, side, side)).float()
    with torch.no_grad():
        golden = {
            "mlp_generator": ready(MlpGenerator())(z, y),
            "mlp_generator.classes": ready(MlpGenerator(classes=10, hidden=(512,)))(z, y),
            "mlp_generator.norm": ready(MlpGenerator(classes=10, hidden=(512,), norm=True))(z, y),
            "dcgan_generator.28": ready(DcganGenerator(base=8))(z, y),
            "dcgan_generator.64": ready(DcganGenerator(base=4, size=64, classes=10))(z, y),
            "dcgan_generator.hadamard": ready(DcganGenerator(base=8, classes=10, hadamard=True))(z, y),
            "dcgan_generator.hidden": ready(DcganGenerator(base=8, hidden=20))(z, y),
            "mlp_discriminator": ready(MlpDiscriminator())(picture(1, 28)),
            "mlp_discriminator.maxout": ready(MlpDiscriminator((240, 240), 5))(picture(1, 28)),
            "maxout_discriminator": ready(MaxoutDiscriminator())(picture(1, 28), y),
            "conv_discriminator.28": ready(ConvDiscriminator(base=8))(picture(1, 28)),
            "conv_discriminator.64": ready(ConvDiscriminator(inputs=3, base=8, size=64, classes=10))(picture(3, 64)),
            "conv_discriminator.plain": ready(ConvDiscriminator(base=8, norm=False, classes=10))(picture(1, 28)),
            "conv_discriminator.hidden": ready(ConvDiscriminator(base=8, hidden=20))(picture(1, 28)),
            "conv_discriminator.hidden_plain": ready(ConvDiscriminator(base=8, norm=False, classes=10, hidden=20))(picture(1, 28)),
            "judge": ready(Judge())(picture(1, 28)),
        }
    golden["class_losses"] = class_losses(filled("logits", (3, 10)) * 4, filled("other", (3, 10)) * 4, y)
    return golden
