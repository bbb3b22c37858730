"""NumPy beside the engine: 784-40-20-10, ReLU, He, batch 100, softmax + cross-entropy, SGD 0.1, on MNIST.

usage: numpy_mlp.py DATA STEPS   (DATA: the folder with the four idx files)
Prints one JSON object. Written as a course notebook writes it: one matmul and one ufunc at a time, float32.
"""
import json, os, sys, time
import numpy as np

folder, steps = sys.argv[1], int(sys.argv[2])


def read(name, offset):
    return np.fromfile(os.path.join(folder, name), dtype=np.uint8)[offset:]


X = (read("train-images-idx3-ubyte", 16).reshape(-1, 784) / 255).astype(np.float32)
T = read("train-labels-idx1-ubyte", 8)
random = np.random.default_rng(0)
layers = [
    [(random.standard_normal((n, m)) * np.sqrt(2 / n)).astype(np.float32), np.zeros(m, np.float32)]
    for n, m in [(784, 40), (40, 20), (20, 10)]
]


def step():
    rows = random.integers(0, len(X), 100)
    x, t = X[rows], T[rows]
    z = [x]
    for i, (W, b) in enumerate(layers):
        u = z[-1] @ W + b
        z.append(np.maximum(u, 0) if i < 2 else u)
    e = np.exp(z[3] - z[3].max(1, keepdims=True))
    delta = e / e.sum(1, keepdims=True)
    delta[np.arange(100), t] -= 1
    delta /= 100
    for i in (2, 1, 0):
        W, b = layers[i]
        gW, gb = z[i].T @ delta, delta.sum(0)
        if i:
            delta = (delta @ W.T) * (z[i] > 0)
        W -= np.float32(0.1) * gW
        b -= np.float32(0.1) * gb


for _ in range(500):
    step()
start = time.perf_counter()
for _ in range(steps):
    step()
seconds = time.perf_counter() - start
blas = np.show_config(mode="dicts").get("Build Dependencies", {}).get("blas", {})
print(json.dumps({"microseconds": seconds / steps * 1e6, "version": np.__version__, "blas": f"{blas.get('name')} {blas.get('version')}"}))
