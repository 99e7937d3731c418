#!/usr/bin/env python3
"""Lets the queue choose what is decided, answers by labels, and prints how well the rest is told apart.

usage: teach.py --program PATH --posts LABELLED.ndjson [--decisions 1000] [--tested 2500] [--seed 1] [--order mixed]

A line of posts has id, source, time, text, stream (the event) and label, of which on-topic is accepted. Of each event
--tested posts are never decided; they are judged with what was learned. No topic matches anything.
"""
import argparse, json, os, random, subprocess, tempfile

TOPIC = "zzzzqq"


def auc(scored):
    """The share of pairs of an accepted and a rejected post that are in order; ties count half."""
    scored = sorted(scored)
    halves = rejected = start = 0
    while start < len(scored):
        end = start
        while end < len(scored) and scored[end][0] == scored[start][0]:
            end += 1
        accepted = sum(label for _, label in scored[start:end])
        level = end - start - accepted
        halves += accepted * (2 * rejected + level)
        rejected += level
        start = end
    return halves / (2 * rejected * (len(scored) - rejected))


class Desk:
    def __init__(self, program, waiting, tested, folder):
        self.program, self.tested, self.folder, self.seconds = program, tested, folder, 0
        self.labels = {f"{post['source']}:{post['id']}": post["label"] == "on-topic" for post in waiting}
        self.run("replay", "-", "--topics", TOPIC, "--keep-all", input=self.lines(waiting))

    def lines(self, posts):
        keys = ("id", "source", "time", "text")
        return "".join(json.dumps({key: post[key] for key in keys}) + "\n" for post in posts)

    def run(self, *arguments, input=None):
        command = [self.program, *arguments, "--store", os.path.join(self.folder, "store.db")]
        return subprocess.run(command, input=input, capture_output=True, text=True, check=True).stdout.splitlines()

    def decide(self, order):
        """Decides the ten items that come next."""
        items = self.run("review", "--json", "--limit", "10", "--by", "bench", "--order", order)
        decisions = []
        for item in map(json.loads, items):
            self.seconds += 1
            hours, minutes = self.seconds // 3600, self.seconds // 60 % 60
            at = f"2026-01-01T{hours:02}:{minutes:02}:{self.seconds % 60:02}Z"
            decision = "accept" if self.labels[item["id"]] else "reject"
            decisions.append(json.dumps({"id": item["id"], "decision": decision, "by": "bench", "at": at}))
        self.run("decide", "--file", "-", input="\n".join(decisions) + "\n")
        return len(items)

    def figures(self):
        judged = self.run("judge", "--topics", TOPIC, input=self.lines(self.tested))
        labels = [post["label"] == "on-topic" for post in self.tested]
        scored = [(json.loads(line)["relevance"], label) for line, label in zip(judged, labels)]
        return auc(scored), sum((score >= 0.5) == label for score, label in scored) / len(scored)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True)
    parser.add_argument("--posts", required=True)
    parser.add_argument("--decisions", type=int, default=1000)
    parser.add_argument("--tested", type=int, default=2500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--order", default="mixed")
    options = parser.parse_args()
    events = {}
    with open(options.posts, encoding="utf-8") as source:
        for post in map(json.loads, source):
            events.setdefault(post["stream"], {}).setdefault(post["text"], post)
    for event, posts in sorted(events.items()):
        random.seed(options.seed)
        posts = list(posts.values())
        random.shuffle(posts)
        with tempfile.TemporaryDirectory() as folder:
            desk = Desk(options.program, posts[options.tested:], posts[:options.tested], folder)
            decided = 0
            while decided < options.decisions and (count := desk.decide(options.order)):
                decided += count
                if decided in (100, 200, 500, options.decisions):
                    print(f"{event} after {decided}: AUC %.3f, accuracy %.3f" % desk.figures(), flush=True)


main()
