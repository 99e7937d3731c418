#!/usr/bin/env python3
"""Measures the time from a line that is appended to a followed file until another process reads its post in the store.

Posts are appended in writes of a hundred; the last post of each write is waited for, by polling every millisecond.
"""

import argparse
import json
import os
import signal
import sqlite3
import subprocess
import tempfile
import time

WRITE = 100


def posts(first):
    return "".join(
        json.dumps({"id": str(number), "source": "bench", "author": "ada", "text": f"devops {number}"}) + "\n"
        for number in range(first, first + WRITE)
    )


def wait(store, number, limit=10.0):
    """Waits until the post with a number can be read, and returns when that was."""
    end = time.monotonic() + limit
    while time.monotonic() < end:
        try:
            if store.execute("SELECT 1 FROM signal WHERE key = ?", (number,)).fetchone():
                return time.monotonic()
        except sqlite3.OperationalError:
            pass
        time.sleep(0.001)
    raise SystemExit(f"post {number} was not kept within {limit} s")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", default=".build/release/earshot")
    parser.add_argument("--rate", type=int, default=5000, help="posts a second")
    parser.add_argument("--seconds", type=int, default=10)
    options = parser.parse_args()
    program = os.path.abspath(options.program)
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "posts.ndjson")
        open(path, "w").close()
        run = subprocess.Popen(
            [program, "run", path, "--store", "bench.db", "--topics", "devops"], cwd=folder, stderr=subprocess.DEVNULL
        )
        try:
            delays = measure(path, os.path.join(folder, "bench.db"), options)
        finally:
            run.send_signal(signal.SIGTERM)
            run.wait()
    delays.sort()
    count = len(delays)
    print(
        f"{count} writes of {WRITE} posts, {options.rate} posts/s: median {delays[count // 2] * 1000:.0f} ms, "
        f"99 % within {delays[count * 99 // 100] * 1000:.0f} ms, most {delays[-1] * 1000:.0f} ms"
    )


def measure(path, database, options):
    with open(path, "a", encoding="utf-8") as file:

        def write(first):
            file.write(posts(first))
            file.flush()

        write(1)
        while not os.path.exists(database):
            time.sleep(0.01)
        store = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
        wait(store, WRITE)
        start, delays = time.monotonic(), []
        for number in range(1, options.rate * options.seconds // WRITE):
            time.sleep(max(0, start + number * WRITE / options.rate - time.monotonic()))
            first = number * WRITE + 1
            write(first)
            written = time.monotonic()
            delays.append(wait(store, first + WRITE - 1) - written)
        store.close()
    return delays


if __name__ == "__main__":
    main()
