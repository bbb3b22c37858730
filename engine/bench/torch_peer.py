"""PyTorch's side. usage: torch_peer.py DATA WORK"""
import sys
import numpy as np
import torch
from side import loaded_blas, microseconds, serve, training

folder, work = sys.argv[1], sys.argv[2]
torch.set_num_threads(1)
torch.manual_seed(0)
nn = torch.nn
X, T = training(folder, np.float32)
X, T = torch.from_numpy(X), torch.from_numpy(T.astype(np.int64))


def affine(inputs, units):
    layer = nn.Linear(inputs, units)
    nn.init.kaiming_normal_(layer.weight)
    nn.init.zeros_(layer.bias)
    return layer


def steps_of(model, optimizer, shape):
    loss = nn.CrossEntropyLoss()

    def step():
        rows = torch.randint(0, len(X), (100,))
        optimizer.zero_grad()
        loss(model(X[rows].reshape(100, *shape)), T[rows]).backward()
        optimizer.step()

    return step


about = f"PyTorch {torch.__version__} with {loaded_blas()}"
if work == "mlp":
    model = nn.Sequential(affine(784, 40), nn.ReLU(), affine(40, 20), nn.ReLU(), affine(20, 10))
    serve("µs", about, microseconds(steps_of(model, torch.optim.SGD(model.parameters(), lr=0.1), [784]), 1000))
elif work == "conv":
    convolution = [nn.Conv2d(1, 30, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten()]
    model = nn.Sequential(*convolution, affine(4320, 100), nn.ReLU(), affine(100, 10))
    optimizer = torch.optim.Adam(model.parameters(), lr=0.001)
    serve("µs", about, microseconds(steps_of(model, optimizer, [1, 28, 28]), 20))
elif work == "batchnorm":
    hidden = [layer for n in [784, 100, 100, 100, 100] for layer in (affine(n, 100), nn.BatchNorm1d(100), nn.ReLU())]
    model = nn.Sequential(*hidden, affine(100, 10))
    serve("µs", about, microseconds(steps_of(model, torch.optim.SGD(model.parameters(), lr=0.1), [784]), 300))
else:
    sys.exit(f"unknown work: {work}")
