# SPDX-License-Identifier: GPL-3.0-or-later
"""The networks of core/networks in PyTorch, from what `chaesaek bench inference --export` wrote, and as an ONNX graph."""
import json
import math
import struct

import numpy
import torch
from torch import nn
from torch.nn import functional

TYPES = {"F32": numpy.float32, "I64": numpy.int64}


def read_safetensors(path):
    raw = path.read_bytes()
    length = struct.unpack("<Q", raw[:8])[0]
    header = json.loads(raw[8:8 + length])
    about = header.pop("__metadata__")
    tensors = {}
    for name, entry in header.items():
        begin, end = (8 + length + offset for offset in entry["data_offsets"])
        tensors[name] = torch.from_numpy(numpy.frombuffer(raw[begin:end], TYPES[entry["dtype"]]).reshape(entry["shape"]).copy())
    return tensors, json.loads(about["bench"])


class PictureNorm(nn.BatchNorm2d):
    """Batch norm with the statistics of the picture itself; the file's running ones are not looked at."""

    def forward(self, x):
        return functional.batch_norm(x, None, None, self.weight, self.bias, True, 0, self.eps)


def make_norm(kind, channels, picture):
    return {"none": lambda: None, "batch": lambda: (PictureNorm if picture else nn.BatchNorm2d)(channels),
            "instance": lambda: nn.InstanceNorm2d(channels), "layer": lambda: nn.GroupNorm(1, channels),
            "group": lambda: nn.GroupNorm(math.gcd(8, channels), channels)}[kind]()


class Level(nn.Module):
    def __init__(self, conv, norm, doubles=False):
        super().__init__()
        self.conv, self.norm, self.doubles = conv, norm, doubles

    def forward(self, x):
        x = self.conv(functional.interpolate(x, scale_factor=2) if self.doubles else x)
        return x if self.norm is None else self.norm(x)


class UNet(nn.Module):
    def __init__(self, o, picture=False):
        super().__init__()
        self.o, depth, last = o, o["depth"], o["depth"] - 1
        width = [min(o["base_width"] << k, o["most_channels"]) for k in range(depth)]
        bias = o["norm"] == "none"
        norm = lambda plain, channels: None if plain else make_norm(o["norm"], channels, picture)
        self.encoder = nn.ModuleList(
            Level(nn.Conv2d(o["inputs"] if k == 0 else width[k - 1], width[k], 4, 2, 1, bias=bias), norm(k in (0, last), width[k])) for k in range(depth))
        self.decoder = nn.ModuleList()
        for k in range(depth):
            inputs = width[last - k] * (2 if k > 0 and o["skips"] else 1)
            outputs = o["outputs"] if k == last else width[last - k - 1]
            resizes, biased = o["upsampling"] == "resize", bias or k == last
            conv = nn.Conv2d(inputs, outputs, 3, 1, 1, bias=biased) if resizes else nn.ConvTranspose2d(inputs, outputs, 4, 2, 1, bias=biased)
            self.decoder.append(Level(conv, norm(k == last, outputs), resizes))

    def features(self, x):
        skips = []
        for k, level in enumerate(self.encoder):
            x = level(functional.leaky_relu(x, 0.2) if k else x)
            skips.append(x)
        for k, level in enumerate(self.decoder):
            if k and self.o["skips"]:
                x = torch.cat([x, skips[-1 - k]], 1)
            read = torch.relu(x)
            x = level(read)
        return (torch.tanh(x) if self.o["tanh"] else x), read

    def forward(self, x):
        return self.features(x)[0]


class Palette(nn.Module):
    def __init__(self, o, picture=False):
        super().__init__()
        self.unet = UNet(o, picture)
        self.head = nn.Conv2d(2 * o["base_width"], o["colours"], 3, padding=1)
        self.register_buffer("palette", torch.zeros(o["colours"], 3))

    def forward(self, x):
        gate, features = self.unet.features(x)
        gate = torch.sigmoid(gate * 4 + 1) * x[:, 8:9]
        share = torch.softmax(self.head(features) / 0.2, 1)
        half = torch.einsum("nkhw,kc->nchw", share, self.palette)
        chosen = functional.interpolate(half, size=x.shape[2:], mode="bilinear", align_corners=False)
        return chosen + gate * (x[:, 5:8] - chosen)


class Colouring(nn.Module):
    def __init__(self, o, picture=False):
        super().__init__()
        self.unet = UNet(o, picture)

    def forward(self, x):
        raw = self.unet(x)
        colours, gate = torch.tanh(raw[:, :3]), torch.sigmoid(raw[:, 3:] * 4 + 1) * x[:, 8:9]
        return colours + gate * (x[:, 5:8] - colours)


def load(path):
    """The network, an input and our output, from an exported file."""
    tensors, about = read_safetensors(path)
    x, output = tensors.pop("bench.input"), tensors.pop("bench.output")
    kinds = {"unet": UNet, "palette_colouring": Palette, "colouring": Colouring}
    network = kinds[about["network"]["name"]](about["network"]["parameters"], about["normalisation"] == "picture")
    missing, unknown = network.load_state_dict(tensors, strict=False)
    unknown = [name for name in unknown if name.split(".")[0] not in ("context", "sway", "rarity")]  # what it may be told
    if missing or unknown:
        raise SystemExit(f"{path} does not fit the network here: it lacks {missing} and has {unknown} besides")
    return network.eval(), x, output


def fold(network):
    """The same with batch norms of running statistics folded into the convolutions before them: no engine need do it itself."""
    import copy
    network = copy.deepcopy(network)
    for level in network.modules():
        if isinstance(level, Level) and type(level.norm) is nn.BatchNorm2d:
            level.conv = torch.nn.utils.fusion.fuse_conv_bn_eval(level.conv, level.norm, isinstance(level.conv, nn.ConvTranspose2d))
            level.norm = None
    return network


def onnx_model(network, x):
    """A folded U-Net as bytes; None for other networks, which have no such graph here."""
    if not isinstance(network, UNet) or any(level.norm is not None or level.doubles for level in [*network.encoder, *network.decoder]):
        return None
    import onnx
    from onnx import helper, numpy_helper
    nodes, weights = [], []

    def add(kind, inputs, **attributes):
        nodes.append(helper.make_node(kind, inputs, [f"t{len(nodes)}"], **attributes))
        return nodes[-1].output[0]

    def convolve(kind, conv, name, value):
        inputs = [value]
        for part, tensor in conv.named_parameters():
            weights.append(numpy_helper.from_array(tensor.detach().numpy(), f"{name}.{part}"))
            inputs.append(f"{name}.{part}")
        return add(kind, inputs, kernel_shape=[4, 4], strides=[2, 2], pads=[1, 1, 1, 1])

    value, skips = "x", []
    for k, level in enumerate(network.encoder):
        value = convolve("Conv", level.conv, f"encoder.{k}", add("LeakyRelu", [value], alpha=0.2) if k else value)
        skips.append(value)
    for k, level in enumerate(network.decoder):
        if k and network.o["skips"]:
            value = add("Concat", [value, skips[-1 - k]], axis=1)
        value = convolve("ConvTranspose", level.conv, f"decoder.{k}", add("Relu", [value]))
    value = add("Tanh", [value]) if network.o["tanh"] else value
    shape = [1, network.o["outputs"], *x.shape[2:]]
    graph = helper.make_graph(nodes, "unet", [helper.make_tensor_value_info("x", onnx.TensorProto.FLOAT, list(x.shape))],
                              [helper.make_tensor_value_info(value, onnx.TensorProto.FLOAT, shape)], weights)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    onnx.checker.check_model(model)
    return model.SerializeToString()
