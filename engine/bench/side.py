"""What the Python sides share: reading MNIST, and being asked for rounds."""
import json, os, re, resource, sys, time
import numpy as np


def read(folder, name, offset):
    return np.fromfile(os.path.join(folder, name), dtype=np.uint8)[offset:]


def images(folder, name, dtype):
    """(n, 784) in [0, 1]"""
    X = read(folder, name, 16).reshape(-1, 784).astype(dtype)
    X /= 255
    return X


def training(folder, dtype):
    return images(folder, "train-images-idx3-ubyte", dtype), read(folder, "train-labels-idx1-ubyte", 8)


def test(folder, dtype):
    return images(folder, "t10k-images-idx3-ubyte", dtype), read(folder, "t10k-labels-idx1-ubyte", 8)


def loaded_blas():
    """The library of linear algebra that this process has loaded, by its file, where the system tells."""
    try:
        with open("/proc/self/maps") as maps:
            files = {os.path.basename(line.split()[-1]) for line in maps if "/" in line}
    except OSError:
        files = set()
    found = sorted(name for name in files if re.match(r"lib(\w*blas|mkl_rt|mkl_core|blis)", name))
    return ", ".join(found) or "a BLAS it does not name"


def serve(unit, about, measure, warm=True):
    """Prints what it measures in, then, for each line it reads, a measurement."""
    if warm:
        measure()
    print(json.dumps({"unit": unit, "about": about}), flush=True)
    for _ in sys.stdin:
        value = measure()
        megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({"value": value, "megabytes": megabytes}), flush=True)


def microseconds(step, steps):
    def measure():
        start = time.perf_counter()
        for _ in range(steps):
            step()
        return (time.perf_counter() - start) / steps * 1e6

    return measure


def seconds(run):
    def measure():
        start = time.perf_counter()
        run()
        return time.perf_counter() - start

    return measure
