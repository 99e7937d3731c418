#!/usr/bin/env python3
"""Runs earshot and a peer in turn on the same posts and prints medians and the ratio, run by run.

usage: compare.py --program PATH --posts POSTS.ndjson --topics-file TOPICS.txt [--peer 'COMMAND …'] [--runs 5] [--core 0]
                  [--mode judge|replay]

judge runs on one core, replay on all. Before judge is timed, its output is checked: one line a post, in order, each
with every analysis, and a sample of lines equal to the same post judged alone.
"""
import argparse, json, os, random, shlex, statistics, subprocess, sys, tempfile, time
from itertools import islice

ANALYSES = {"id", "keywords", "sentiment", "sentiment_score", "probabilities", "volatile", "offensive", "relevance",
            "language", "reasons"}


def check(program, topics, posts, sample=200):
    command = [program, "judge", "--topics-file", topics]
    with open(posts, "rb") as source:
        lines = list(islice(source, 20_000))
    together = subprocess.run(command, input=b"".join(lines), capture_output=True, check=True).stdout.splitlines()
    assert len(together) == len(lines), f"{len(lines)} posts gave {len(together)} judgements"
    for line, judged in zip(lines, together):
        post, judgement = json.loads(line), json.loads(judged)
        assert ANALYSES <= set(judgement), f"a judgement lacks {ANALYSES - set(judgement)}"
        assert judgement["id"] == post.get("id_str", post.get("id")), "judgements are out of order"
    for index in random.Random(1).sample(range(len(lines)), min(sample, len(lines))):
        alone = subprocess.run(command, input=lines[index], capture_output=True, check=True).stdout.rstrip(b"\n")
        assert alone == together[index], f"post {index} is judged otherwise alone"
    print(f"checked: {len(lines)} judgements in order with every analysis, {sample} of them the same alone")


def timed(command, core, stdin=None):
    source = open(stdin, "rb") if stdin else subprocess.DEVNULL
    pin = (lambda: os.sched_setaffinity(0, {core})) if core is not None else None
    start = time.monotonic()
    process = subprocess.Popen(command, stdin=source, stdout=subprocess.DEVNULL, preexec_fn=pin)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{command} ended with {process.returncode}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def row(name, runs, posts):
    wall, cpu, memory = (statistics.median(run[i] for run in runs) for i in range(3))
    print(f"{name:10} {posts / wall:12,.0f} posts/s  wall {wall:6.2f} s  cpu {cpu:6.2f} s  memory {memory:5.0f} MB")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=".build/release/earshot")
    parser.add_argument("--posts", required=True)
    parser.add_argument("--topics-file", required=True)
    parser.add_argument("--peer", default="")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--core", type=int, default=0)
    parser.add_argument("--mode", choices=["judge", "replay"], default="judge")
    a = parser.parse_args()
    if not os.path.isfile(a.posts):
        sys.exit(f"no posts at {a.posts!r}: name a file of NDJSON posts with --posts")
    posts = sum(1 for _ in open(a.posts, "rb"))
    if a.mode == "judge":
        check(a.program, a.topics_file, a.posts)
    ours, theirs = [], []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(a.runs + 1):
            if a.mode == "judge":
                run = timed([a.program, "judge", "--topics-file", a.topics_file], a.core, a.posts)
            else:
                store = os.path.join(folder, f"{number}.db")
                run = timed([a.program, "replay", a.posts, "--store", store, "--topics-file", a.topics_file, "--json"], None)
                size = os.path.getsize(store) / 1e6
                for suffix in ("", "-wal", "-shm"):
                    if os.path.exists(store + suffix):
                        os.remove(store + suffix)
            peer = timed(shlex.split(a.peer), a.core if a.mode == "judge" else None) if a.peer else None
            if number == 0:
                continue  # a warm-up
            ours.append(run)
            if peer:
                theirs.append(peer)
    row("earshot", ours, posts)
    if a.mode == "replay":
        print(f"           store {size:.0f} MB")
    if theirs:
        row("peer", theirs, posts)
        ratios = sorted(peer[0] / run[0] for run, peer in zip(ours, theirs))
        print(f"ratio of wall times, run by run: median {statistics.median(ratios):.1f}, {ratios[0]:.1f} to {ratios[-1]:.1f}")


main()
