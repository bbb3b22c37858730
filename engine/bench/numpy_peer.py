"""NumPy's side, as a course notebook writes it: one matmul and one ufunc at a time.

usage: numpy_peer.py DATA DTYPE WORK
"""
import sys
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from side import loaded_blas, microseconds, seconds, serve, test, training

folder, dtype, work = sys.argv[1], np.dtype(sys.argv[2]).type, sys.argv[3]
random = np.random.default_rng(0)


def he(*shape):
    return (random.standard_normal(shape) * np.sqrt(2 / shape[0])).astype(dtype)


def softmax_gradient(logits, t):
    e = np.exp(logits - logits.max(1, keepdims=True))
    delta = e / e.sum(1, keepdims=True)
    delta[np.arange(len(t)), t] -= 1
    return delta / dtype(len(t))


class Perceptron:
    """784-40-20-10 with ReLU, SGD 0.1."""

    def __init__(self):
        self.layers = [[he(n, m), np.zeros(m, dtype)] for n, m in [(784, 40), (40, 20), (20, 10)]]

    def forward(self, x):
        z = [x]
        for i, (W, b) in enumerate(self.layers):
            u = z[-1] @ W + b
            z.append(np.maximum(u, 0) if i < 2 else u)
        return z

    def step(self, x, t):
        z = self.forward(x)
        delta = softmax_gradient(z[3], t)
        for i in (2, 1, 0):
            W, b = self.layers[i]
            gW, gb = z[i].T @ delta, delta.sum(0)
            if i:
                delta = (delta @ W.T) * (z[i] > 0)
            W -= dtype(0.1) * gW
            b -= dtype(0.1) * gb

    def accuracy(self, x, t):
        return (self.forward(x)[-1].argmax(1) == t).mean()


class BatchNormalized:
    """784-[100]×5-10, batch normalization before each ReLU, running averages kept, SGD 0.1."""

    def __init__(self):
        sizes = [784, 100, 100, 100, 100, 100, 10]
        self.W = [he(n, m) for n, m in zip(sizes, sizes[1:])]
        self.b = [np.zeros(m, dtype) for m in sizes[1:]]
        self.gamma = [np.ones(100, dtype) for _ in range(5)]
        self.beta = [np.zeros(100, dtype) for _ in range(5)]
        self.mean = [np.zeros(100, dtype) for _ in range(5)]
        self.variance = [np.ones(100, dtype) for _ in range(5)]

    def step(self, x, t):
        z, kept = [x], []
        for i in range(5):
            u = z[-1] @ self.W[i] + self.b[i]
            mean = u.mean(0)
            centered = u - mean
            variance = (centered * centered).mean(0)
            std = np.sqrt(variance + dtype(1e-5))
            normal = centered / std
            self.mean[i] += dtype(0.1) * (mean - self.mean[i])
            self.variance[i] += dtype(0.1) * (variance * dtype(100 / 99) - self.variance[i])
            kept.append((normal, std))
            z.append(np.maximum(normal * self.gamma[i] + self.beta[i], 0))
        delta = softmax_gradient(z[5] @ self.W[5] + self.b[5], t)
        updates = []
        for i in (5, 4, 3, 2, 1, 0):
            if i < 5:
                normal, std = kept[i]
                delta = delta * (z[i + 1] > 0)
                dgamma, dbeta = (delta * normal).sum(0), delta.sum(0)
                updates += [(self.gamma[i], dgamma), (self.beta[i], dbeta)]
                delta = (delta - (dbeta + normal * dgamma) / dtype(100)) * (self.gamma[i] / std)
            updates += [(self.W[i], z[i].T @ delta), (self.b[i], delta.sum(0))]
            if i:
                delta = delta @ self.W[i].T
        for parameter, gradient in updates:
            parameter -= dtype(0.1) * gradient


class Convolutional:
    """conv30(5×5)-ReLU-pool2-100-ReLU-10 by im2col, Adam 0.001."""

    def __init__(self):
        self.parameters = [he(25, 30), np.zeros(30, dtype), he(4320, 100), np.zeros(100, dtype), he(100, 10), np.zeros(10, dtype)]
        self.m = [np.zeros_like(p) for p in self.parameters]
        self.v = [np.zeros_like(p) for p in self.parameters]
        self.t = 0

    def step(self, x, t):
        W1, b1, W2, b2, W3, b3 = self.parameters
        n = len(x)
        columns = sliding_window_view(x.reshape(n, 28, 28), (5, 5), (1, 2)).reshape(-1, 25)
        u1 = columns @ W1 + b1
        z1 = np.maximum(u1, 0)
        windows = z1.reshape(n, 12, 2, 12, 2, 30).transpose(0, 1, 3, 5, 2, 4).reshape(-1, 4)
        largest = windows.argmax(1)
        pooled = windows[np.arange(len(windows)), largest].reshape(n, 4320)
        z2 = np.maximum(pooled @ W2 + b2, 0)
        delta = softmax_gradient(z2 @ W3 + b3, t)
        gW3, gb3 = z2.T @ delta, delta.sum(0)
        delta = (delta @ W3.T) * (z2 > 0)
        gW2, gb2 = pooled.T @ delta, delta.sum(0)
        delta = delta @ W2.T
        dwindows = np.zeros_like(windows)
        dwindows[np.arange(len(windows)), largest] = delta.reshape(-1)
        delta = dwindows.reshape(n, 12, 12, 30, 2, 2).transpose(0, 1, 4, 2, 5, 3).reshape(-1, 30) * (u1 > 0)
        self.adam([columns.T @ delta, delta.sum(0), gW2, gb2, gW3, gb3])

    def adam(self, gradients):
        self.t += 1
        rate = dtype(0.001 * np.sqrt(1 - 0.999**self.t) / (1 - 0.9**self.t))
        for p, g, m, v in zip(self.parameters, gradients, self.m, self.v):
            m += dtype(0.1) * (g - m)
            v += dtype(0.001) * (g * g - v)
            p -= rate * m / (np.sqrt(v) + dtype(1e-8))


def steps_of(model):
    X, T = training(folder, dtype)

    def step():
        rows = random.integers(0, len(X), 100)
        model.step(X[rows], T[rows])

    return step


def whole_run():
    X, T = training(folder, dtype)
    X_test, T_test = test(folder, dtype)
    model = Perceptron()
    for i in range(2000):
        rows = random.integers(0, len(X), 100)
        x, t = X[rows], T[rows]
        model.step(x, t)
        if (i + 1) % 10 == 0:
            model.accuracy(X_test, T_test)
            model.accuracy(x, t)


def multiply():
    A, B = random.standard_normal((1024, 1024)).astype(dtype), random.standard_normal((1024, 1024)).astype(dtype)
    measure = seconds(lambda: A @ B)
    return lambda: 2 * 1024**3 / measure() / 1e9


about = f"NumPy {np.__version__} with {loaded_blas()}, Python {sys.version.split()[0]}"
if work == "mlp":
    serve("µs", about, microseconds(steps_of(Perceptron()), 2000))
elif work == "run":
    serve("s", about, seconds(whole_run), warm=False)
elif work == "conv":
    serve("µs", about, microseconds(steps_of(Convolutional()), 20))
elif work == "batchnorm":
    serve("µs", about, microseconds(steps_of(BatchNormalized()), 500))
elif work.startswith("matmul"):
    serve("GFLOP/s", about, multiply())
else:
    sys.exit(f"unknown work: {work}")
