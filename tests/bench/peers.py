#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Times the same weights in the same run by other engines and by ours: PyTorch (eager, channels_last, bf16, compiled with
freezing), ONNX Runtime, OpenVINO, and `chaesaek bench inference`, which exports the weights.

    tests/bench/peers.py                                # about ten minutes; makes a throw-away Python environment
    tests/bench/peers.py --env ~/.cache/peers --subject unet-64 --json

Rounds in which every engine has its turn, each with a forward that does not count before those that do; the median of the
rounds' medians. An output more than 40 dB away from PyTorch's in fp32 fails the run."""
import argparse
import json
import math
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
TORCH = "torch==2.13.0"
PACKAGES = ["numpy", "onnx", "onnxruntime", "openvino"]
UNSTEADY = 1.3  # a median round so many times as long as the shortest
SUBJECTS = {"unet-64": ["--network", "unet", "--base-width", "64"],
            "unet-32": ["--network", "unet", "--base-width", "32"],
            "shipped": ["--model", "colouring"]}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", type=pathlib.Path, default=ROOT / "build/release/app/chaesaek")
    parser.add_argument("--env", type=pathlib.Path, help="a Python environment to make, or to use again; a throw-away one if left out")
    parser.add_argument("--subject", action="append", choices=list(SUBJECTS), help="one network alone; may be repeated")
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--runs", type=int, default=5, help="forwards of an engine in a round")
    parser.add_argument("--json", action="store_true", help="one JSON object a network instead of a table")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def say(text):
    print(text, file=sys.stderr, flush=True)


def make_environment(folder):
    """The project's own PyTorch is taken where it has one that runs; else pip brings it as scripts/setup does."""
    python = folder / "bin/python"
    if (folder / "complete").exists():
        return python
    own = ROOT / ".deps/venv/bin/python"
    has_torch = own.exists() and subprocess.run([own, "-c", "import torch"], capture_output=True).returncode == 0
    say(f"making a Python environment in {folder}")
    subprocess.run([own if has_torch else sys.executable, "-m", "venv", folder], check=True)
    site = subprocess.run([python, "-c", "import site; print(site.getsitepackages()[0])"], check=True, capture_output=True, text=True).stdout.strip()
    if has_torch:
        where = subprocess.run([own, "-c", "import site; print(site.getsitepackages()[0])"], check=True, capture_output=True, text=True).stdout
        pathlib.Path(site, "project.pth").write_text(where)
    packages = PACKAGES + ([] if has_torch else [TORCH, "setuptools"])
    subprocess.run([python, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", *packages], check=True)
    (folder / "complete").write_text("\n".join(packages))
    return python


def outside(options, script):
    """Runs the script again in an environment that has the other engines."""
    if not options.program.exists():
        sys.exit(f"{options.program} is not built; build it, or name the program with --program")
    folder = options.env or pathlib.Path(tempfile.mkdtemp(prefix="chaesaek-peers-"))
    try:
        python = make_environment(folder)
        return subprocess.run([python, script, "--inside", *sys.argv[1:]]).returncode
    finally:
        if not options.env:
            shutil.rmtree(folder)


# ---- ours


def bench(options, subject, *more):
    command = [options.program, "bench", "inference", *SUBJECTS[subject], "--threads", str(options.threads), "--ours-only", "--json", *more]
    done = subprocess.run([str(each) for each in command], capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr.strip())
    return json.loads(done.stdout)


class Ours:
    def __init__(self, options, subject, precision):
        self.call = lambda runs: bench(options, subject, "--precision", precision, "--runs", str(runs))
        self.figures = None

    def time(self, runs):
        self.figures = self.call(runs)
        return self.figures["median_ms"]


# ---- theirs


class Theirs:
    def __init__(self, forward):
        self.forward = forward

    def time(self, runs):
        self.forward()
        times = []
        for _ in range(runs):
            start = time.perf_counter()
            self.forward()
            times.append((time.perf_counter() - start) * 1000)
        return statistics.median(times)


def torch_engines(network, folded, x, has_bf16):
    """name -> a function that runs one forward; compiled when it is first called."""
    import copy
    import torch
    import torch._inductor.config
    torch._inductor.config.freezing = True

    def runner(model, kind, lay=torch.channels_last):
        model = copy.deepcopy(model).to(kind).to(memory_format=lay)
        # The very bits of the input, and the output as they would be used: the conversions are part of it.
        return model, lambda: model(x.to(kind).contiguous(memory_format=lay)).float()

    def compiled(kind):
        model, _ = runner(folded, kind)
        fast = torch.compile(model)
        return lambda: fast(x.to(kind).contiguous(memory_format=torch.channels_last)).float()

    engines = {"PyTorch eager fp32": runner(network, torch.float32, torch.contiguous_format)[1],
               "PyTorch eager fp32, channels_last": runner(network, torch.float32)[1]}
    if has_bf16:
        engines["PyTorch eager bf16, channels_last"] = runner(network, torch.bfloat16)[1]
    engines["torch.compile, freezing, fp32"] = compiled(torch.float32)
    if has_bf16:
        engines["torch.compile, freezing, bf16"] = compiled(torch.bfloat16)
    return engines


def onnx_engines(model, x, threads, has_bf16):
    import onnxruntime
    import openvino
    import torch
    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads, settings.inter_op_num_threads = threads, 1
    session = onnxruntime.InferenceSession(model, settings, providers=["CPUExecutionProvider"])
    feed = x.numpy()
    engines = {"ONNX Runtime fp32": lambda: torch.from_numpy(session.run(None, {"x": feed})[0])}

    core = openvino.Core()
    read = core.read_model(model)

    def compiled(precision):
        request = core.compile_model(read, "CPU", {"INFERENCE_PRECISION_HINT": precision, "INFERENCE_NUM_THREADS": threads,
                                                   "NUM_STREAMS": 1, "PERFORMANCE_HINT": "LATENCY"}).create_infer_request()
        return lambda: torch.from_numpy(request.infer([feed])[0].copy())

    engines["OpenVINO fp32"] = compiled("f32")
    if has_bf16 and "BF16" in core.get_property("CPU", "OPTIMIZATION_CAPABILITIES"):
        engines["OpenVINO bf16"] = compiled("bf16")
    return engines


def psnr(a, b):
    return -10 * math.log10(((a - b) / 2).square().mean().item() + 1e-12)


def measure(options, subject, folder):
    import torch
    from peers_networks import fold, load, onnx_model
    exported = folder / f"{subject}.safetensors"
    first = bench(options, subject, "--runs", "2", "--export", exported)
    network, x, our_output = load(exported)
    has_bf16 = any(flag in pathlib.Path("/proc/cpuinfo").read_text() for flag in ("avx512_bf16", "amx_bf16"))
    folded = fold(network)
    forwards = torch_engines(network, folded, x, has_bf16)
    graph = onnx_model(folded, x)
    if graph is not None:
        forwards.update(onnx_engines(graph, x, options.threads, has_bf16))
    say(f"{subject}: compiling")
    outputs = {name: forward() for name, forward in forwards.items()}
    exact = outputs["PyTorch eager fp32"]
    agreement = {name: psnr(output, exact) for name, output in outputs.items()}

    engines = {name: Theirs(forward) for name, forward in forwards.items()}
    ours = {f"Chaesaek {first['precision']} ({first['path']})": "auto"}
    agreement[next(iter(ours))] = psnr(our_output, exact)
    if first["precision"] != "fp32":
        ours["Chaesaek fp32"] = "fp32"
    engines.update({name: Ours(options, subject, precision) for name, precision in ours.items()})
    say(f"{subject}: timing")
    rounds = {name: [] for name in engines}
    for _ in range(options.rounds):
        for name, engine in engines.items():
            rounds[name].append(engine.time(options.runs))
    say(f"{subject}: done")
    agreement.setdefault("Chaesaek fp32", engines["Chaesaek fp32"].figures["psnr_vs_plain_db"] if "Chaesaek fp32" in engines else None)
    base = statistics.median(rounds["PyTorch eager fp32"])
    if base > UNSTEADY * min(rounds["PyTorch eager fp32"]):
        say(f"{subject}: something else was busy meanwhile; the ratios are not to be trusted")
    rows = [{"engine": name, "ms": statistics.median(times), "ratio": statistics.median(times) / base,
             "fastest_round_ms": min(times), "psnr_db": agreement[name]} for name, times in rounds.items()]
    return {"subject": subject, "size": first["size"], "threads": options.threads, "rounds": options.rounds, "runs": options.runs,
            "bf16_in_hardware": has_bf16, "rows": rows, "versions": versions()}


def versions():
    import importlib.metadata
    return {name: importlib.metadata.version(name) for name in ("torch", "onnxruntime", "openvino")}


def print_table(result):
    print(f"\n{result['subject']}, {result['size']} x {result['size']}, batch 1, {result['threads']} threads, "
          f"{result['rounds']} rounds of {result['runs']} ({', '.join(f'{k} {v}' for k, v in result['versions'].items())})")
    print("| engine | ms | ratio | PSNR, dB |\n|---|---|---|---|")
    for row in result["rows"]:
        print(f"| {row['engine']} | {row['ms']:.1f} | {row['ratio']:.2f} | {row['psnr_db']:.0f} |", flush=True)


def inside(options):
    import torch
    torch.set_num_threads(options.threads)
    torch.set_grad_enabled(False)
    far = []
    with tempfile.TemporaryDirectory() as folder:
        for subject in options.subject or SUBJECTS:
            result = measure(options, subject, pathlib.Path(folder))
            print(json.dumps(result), flush=True) if options.json else print_table(result)
            far += [f"{subject}: {row['engine']} is {row['psnr_db']:.1f} dB from PyTorch's fp32; 40 is the least" for row in result["rows"] if row["psnr_db"] < 40]
    for line in far:
        say(line)
    return 1 if far else 0


if __name__ == "__main__":
    given = arguments()
    sys.exit(inside(given) if given.inside else outside(given, __file__))
