"""The whole job as it is usually written in Python, without Kafka: model.twinset images/ stored.f4 threads output/.

OpenCV decodes and resizes, PyTorch extracts in channels_last, NumPy keeps the features in memory and in a file, searches them, and
each answer goes into another file as JSON. For each line on the input it does so with all images, and answers with images per second.
"""
import json
import pathlib
import sys
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor

import cv2
import numpy
import torch
from torch import nn

BATCH = 64
NEIGHBOURS = 5
model, images, stored, threads, output = sys.argv[1:]
torch.set_num_threads(int(threads))
cv2.setNumThreads(1)

with zipfile.ZipFile(model) as bundle:
    manifest = json.loads(bundle.read("manifest.json"))
    values = torch.frombuffer(bytearray(bundle.read("weights.bin")), dtype=torch.float32)
tensors, offset = {}, 0
for entry in manifest["weights"]["tensors"]:
    size = int(numpy.prod(entry["shape"]))
    tensors[entry["name"]] = values[offset : offset + size].reshape(entry["shape"])
    offset += size
card = manifest["model"]
shape = card["architecture"]
side = shape["side"]
mean, std = (torch.tensor(card["input"][name]).reshape(1, 3, 1, 1) * 255 for name in ("mean", "std"))


def normalisation(layer, index):
    layer.weight.data, layer.bias.data = tensors[f"norm{index}.gamma"], tensors[f"norm{index}.beta"]
    layer.running_mean, layer.running_var = tensors[f"norm{index}.mean"], tensors[f"norm{index}.variance"]
    return layer


def convolution(index):
    weight = tensors[f"conv{index}.weight"].permute(3, 2, 0, 1)
    width, channels, kernel, _ = weight.shape
    layer = nn.Conv2d(channels, width, kernel, shape["strides"][index], kernel // 2, bias=False)
    layer.weight.data = weight
    return [layer, nn.MaxPool2d(2), normalisation(nn.BatchNorm2d(width), index), nn.ReLU()]


def dense(name, weight):
    layer = nn.Linear(*weight.shape)
    layer.weight.data, layer.bias.data = weight.t().contiguous(), tensors[f"{name}.bias"]
    return layer


last = shape["widths"][2]
cells = tensors["dense.weight"].shape[0] // last
# PyTorch flattens channel by channel
flattened = tensors["dense.weight"].reshape(cells, last, -1).permute(1, 0, 2).reshape(cells * last, -1)
network = nn.Sequential(
    *(layer for index in range(3) for layer in convolution(index)),
    nn.Flatten(),
    dense("dense", flattened),
    normalisation(nn.BatchNorm1d(shape["hidden"]), 3),
    nn.ReLU(),
).eval().to(memory_format=torch.channels_last)
classes = dense("classes", tensors["classes.weight"])


def features(pixels):
    batch = torch.from_numpy(numpy.stack(pixels)).permute(0, 3, 1, 2)  # channels_last as it lies
    with torch.inference_mode():
        hidden = network((batch - mean) / std)
        if "feature.weight" not in tensors:
            return nn.functional.normalize(hidden).numpy()
        parts, start = [nn.functional.normalize(hidden)], 0
        logits = classes(hidden)
        for task, share in zip(card["tasks"], card["feature"]["shares"]):
            end = start + len(task["classes"])
            if share > 0:
                parts.append((share * logits[:, start:end].softmax(1)).sqrt())
            start = end
        return nn.functional.normalize(torch.cat(parts, 1) @ tensors["feature.weight"]).numpy()


def decode(encoded):
    image = cv2.imdecode(encoded, cv2.IMREAD_COLOR)
    return cv2.resize(cv2.cvtColor(image, cv2.COLOR_BGR2RGB), (side, side), interpolation=cv2.INTER_AREA)


files = sorted(pathlib.Path(images).iterdir())
uploads = [numpy.fromfile(file, numpy.uint8) for file in files]
dimension = manifest["dimension"]
start = numpy.fromfile(stored, "<f4").reshape(-1, dimension)
matrix = numpy.empty((len(start) + len(uploads), dimension), "<f4")
matrix[: len(start)] = start
pool = ThreadPoolExecutor(int(threads))
print("ready", torch.__version__, flush=True)
for _ in sys.stdin:
    began = time.perf_counter()
    count = len(start)
    with open(output + "/features.f4", "wb") as store, open(output + "/answers.json", "w") as answers:
        for first in range(0, len(uploads), BATCH):
            batch = features(list(pool.map(decode, uploads[first : first + BATCH])))
            matrix[count : count + len(batch)] = batch
            store.write(batch.tobytes())
            scores = batch @ matrix[: count + len(batch)].T
            scores[numpy.arange(len(batch)), count + numpy.arange(len(batch))] = -2  # itself
            best = numpy.argpartition(scores, -NEIGHBOURS, axis=1)[:, -NEIGHBOURS:]
            for row, items in enumerate(best):
                items = items[numpy.argsort(-scores[row, items])]
                json.dump({"item": count + row, "answers": [[int(i), float(scores[row, i])] for i in items]}, answers)
            count += len(batch)
    print(len(uploads) / (time.perf_counter() - began), flush=True)
