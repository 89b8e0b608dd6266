"""Searches the same vectors with FAISS: rows.f4 queries.f4 dimension. One thread. A line with seconds is answered with calls per second."""
import sys
import time

import faiss
import numpy

faiss.omp_set_num_threads(1)
dimension = int(sys.argv[3])
rows, queries = (numpy.fromfile(file, "<f4").reshape(-1, dimension) for file in sys.argv[1:3])
index = faiss.IndexFlatIP(dimension)
index.add(rows)
# from how many queries on BLAS is used: some builds set it so high that batches never do
thresholds = (faiss.cvar.distance_compute_blas_threshold, 20)
print("ready", faiss.__version__, flush=True)
for line in sys.stdin:
    rates = []
    for threshold in thresholds:
        faiss.cvar.distance_compute_blas_threshold = threshold
        start = time.perf_counter()
        calls = 0
        while not calls or time.perf_counter() - start < float(line):
            index.search(queries, 5)
            calls += 1
        rates.append(calls / (time.perf_counter() - start))
    print(max(rates), flush=True)
