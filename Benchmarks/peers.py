#!/usr/bin/env python3
"""Compares Earshot with its peers on labelled texts: quality and speed, in one table.

    python3 -m venv peers && peers/bin/pip install vaderSentiment textblob fasttext-wheel better-profanity \\
        alt-profanity-check
    peers/bin/python Benchmarks/peers.py --program .build/release/earshot \\
        --sentiment-train sent_train.tsv.gz --sentiment-validate sent_val.tsv \\
        --offensive-train off_train.tsv --offensive-validate off_val.tsv

Files have lines of label, tab, text and may be gzip. Sentiment is 0 negative, 1 neutral, 2 positive; offensive 0 or 1.

Quality is measured on the validation texts: macro-averaged recall of sentiment, macro-averaged F1 of offensiveness.
Earshot's models were calibrated, and their rules chosen, on the validation texts, so its figures there are a little better
than on texts it has not seen; fastText here learns from the training texts only, with fixed settings.

Speed is processor time, user and system, of one process with one thread, divided by the posts of the validation texts
repeated to at least --posts. Earshot is a process of its own (`earshot judge`): reading, JSON out and every other analysis
are in its time, for both tasks. The Python peers are called in a process of their own, one text at a time but for fastText
and where the table says batch; loading them and their models is left out. Peers that do a few texts a second see fewer.

No text is printed; what fastText trains on is in a temporary folder that is removed.
"""

import argparse
import gzip
import importlib.metadata
import json
import os
import platform
import re
import resource
import subprocess
import sys
import tempfile
import time

ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


def labelled(path):
    """Label and text of every line."""
    with (gzip.open if path.endswith(".gz") else open)(path, "rt", encoding="utf-8", newline="\n") as lines:
        pairs = [line.rstrip("\n").split("\t", 1) for line in lines if line.strip()]
    return [(int(label), text) for label, text in pairs]


def confusion(pairs, decisions, classes):
    counts = [[0] * classes for _ in range(classes)]
    for (label, _), decision in zip(pairs, decisions, strict=True):
        counts[label][decision] += 1
    return counts


def macro_recall(counts):
    return sum(row[i] / max(1, sum(row)) for i, row in enumerate(counts)) / len(counts)


def macro_f1(counts):
    total = 0.0
    for i, row in enumerate(counts):
        column = sum(other[i] for other in counts)
        total += 2 * row[i] / max(1, sum(row) + column)
    return total / len(counts)


def processor_time(who=resource.RUSAGE_SELF):
    usage = resource.getrusage(who)
    return usage.ru_utime + usage.ru_stime


# Earshot


def judge(program, texts):
    """What `earshot judge` says of texts, and the processor time it took."""
    with tempfile.TemporaryFile() as posts:
        for text in texts:
            posts.write(json.dumps({"text": text, "lang": "en"}).encode() + b"\n")
        posts.seek(0)
        before = processor_time(resource.RUSAGE_CHILDREN)
        output = subprocess.run([program, "judge"], stdin=posts, capture_output=True, check=True).stdout
        seconds = processor_time(resource.RUSAGE_CHILDREN) - before
    return [json.loads(line) for line in output.splitlines()], seconds


def earshot(program, task, pairs, posts):
    names = {"negative": 0, "neutral": 1, "positive": 2}
    judged, _ = judge(program, [text for _, text in pairs])
    if task == "sentiment":
        decisions = [names[line["sentiment"]] for line in judged]
    else:
        decisions = [int(line["offensive"] >= 0.5) for line in judged]
    repeats = -(-posts // len(pairs))
    _, seconds = judge(program, [text for _, text in pairs] * repeats)
    version = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    return {"decisions": decisions, "rate": len(pairs) * repeats / seconds, "version": version}


# Peers: each gives a function from a text to a decision, or from a list to a list.


def vader(_):
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    score = SentimentIntensityAnalyzer().polarity_scores
    return lambda text: sign(score(text)["compound"])


def textblob(_):
    from textblob import TextBlob

    return lambda text: sign(TextBlob(text).sentiment.polarity)


def sign(score):
    """The thresholds that VADER's authors state."""
    return 2 if score >= 0.05 else 0 if score <= -0.05 else 1


def fasttext(training, **settings):
    import fasttext as library

    library.FastText.eprint = lambda *_: None
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "training.txt")
        with open(path, "w", encoding="utf-8") as lines:
            for label, text in labelled(training):
                lines.write(f"__label__{label} {tokenised(text)}")
        settings = {"dim": 50, "lr": 0.2, "wordNgrams": 2, "thread": 1, "seed": 1, "verbose": 0, **settings}
        model = library.train_supervised(path, **settings)

    def decide(lines):
        # The library's own predict needs an older NumPy; what it calls does not.
        labels, _ = model.f.multilinePredict(lines, 1, 0.0, "strict")
        return [int(names[0][-1]) for names in labels]

    return decide


def fasttext_words(training):
    return fasttext(training, epoch=5)


def fasttext_subwords(training):
    return fasttext(training, epoch=8, minn=3, maxn=5, bucket=200_000)


def tokenised(text):
    """Words and signs apart, names and links as placeholders, as a line."""
    words = ("@user" if word.startswith("@") else "http" if word.startswith("http") else word for word in text.split())
    return " ".join(re.findall(r"@?\w+|[^\w\s]", " ".join(words).lower())) + "\n"


def better_profanity(_):
    from better_profanity import profanity

    profanity.load_censor_words()
    return lambda text: int(profanity.contains_profanity(text))


def alt_profanity_check(_):
    from profanity_check import predict

    return lambda text: int(predict([text])[0])


def alt_profanity_check_batch(_):
    from profanity_check import predict

    return lambda texts: [int(decision) for decision in predict(texts)]


def as_it_is(text):
    return text


# Name, package, task, maker, how a text is prepared before time counts, whether it takes a batch, and about how many
# posts it does in a second.
PEERS = [
    ("VADER", "vaderSentiment", "sentiment", vader, as_it_is, False, 20_000),
    ("TextBlob", "textblob", "sentiment", textblob, as_it_is, False, 7_000),
    ("fastText, words", "fasttext-wheel", "sentiment", fasttext_words, tokenised, True, 100_000),
    ("fastText, subwords", "fasttext-wheel", "sentiment", fasttext_subwords, tokenised, True, 30_000),
    ("fastText, words", "fasttext-wheel", "offensive", fasttext_words, tokenised, True, 100_000),
    ("fastText, subwords", "fasttext-wheel", "offensive", fasttext_subwords, tokenised, True, 30_000),
    ("better_profanity", "better-profanity", "offensive", better_profanity, as_it_is, False, 40),
    ("alt-profanity-check", "alt-profanity-check", "offensive", alt_profanity_check, as_it_is, False, 250),
    ("alt-profanity-check, batch", "alt-profanity-check", "offensive", alt_profanity_check_batch, as_it_is, True, 40_000),
]


def measure(index, training, pairs, posts):
    """Decisions and speed of a peer; runs in a process of its own."""
    _, package, _, make, prepare, takes_batch, rate = PEERS[index]
    decide = make(training)
    texts = [prepare(text) for _, text in pairs]

    def all_of(texts):
        return decide(texts) if takes_batch else [decide(text) for text in texts]

    decisions = all_of(texts)
    # At least five seconds of work, and no more than is asked for.
    repeats = max(1, -(-min(posts, rate * 5) // len(texts)))
    before = processor_time()
    for _ in range(repeats):
        all_of(texts)
    seconds = processor_time() - before
    version = importlib.metadata.version(package)
    return {"decisions": decisions, "rate": len(texts) * repeats / seconds, "version": version}


def run_peer(index):
    command = [sys.executable, os.path.abspath(__file__), *sys.argv[1:], "--peer", str(index)]
    run = subprocess.run(command, capture_output=True, text=True, env={**os.environ, **ONE_THREAD})
    if run.returncode != 0:
        print(f"{PEERS[index][0]} did not run: {run.stderr.strip().splitlines()[-1:]}", file=sys.stderr)
        return None
    return json.loads(run.stdout.splitlines()[-1])


def row(task, name, result, pairs, base):
    counts = confusion(pairs, result["decisions"], 3 if task == "sentiment" else 2)
    quality = macro_recall(counts) if task == "sentiment" else macro_f1(counts)
    ratio = f"{base / result['rate']:,.0f} ×" if result["rate"] < base else f"{base / result['rate']:.1f} ×"
    print(f"| {task} | {name} {result['version']} | {quality:.3f} | {result['rate']:,.0f} | {ratio} |", flush=True)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True, help="earshot, built in release mode")
    for task in ("sentiment", "offensive"):
        parser.add_argument(f"--{task}-train", required=True)
        parser.add_argument(f"--{task}-validate", required=True)
    parser.add_argument("--posts", type=int, default=200_000, help="how many posts speed is measured on, at least")
    parser.add_argument("--peer", type=int, help=argparse.SUPPRESS)
    return parser.parse_args()


def main():
    options = arguments()
    files = {
        "sentiment": (options.sentiment_train, options.sentiment_validate),
        "offensive": (options.offensive_train, options.offensive_validate),
    }
    if options.peer is not None:
        training, validation = files[PEERS[options.peer][2]]
        print(json.dumps(measure(options.peer, training, labelled(validation), options.posts)))
        return
    print(f"{time.strftime('%Y-%m-%d')}, Python {platform.python_version()}, {platform.machine()}\n")
    print("| task | program | macro recall (sentiment), macro F1 (offensive) | posts/s, one core | Earshot is |")
    print("|---|---|---|---|---|")
    for task, (_, validation) in files.items():
        pairs = labelled(validation)
        own = earshot(options.program, task, pairs, options.posts)
        row(task, "Earshot", own, pairs, own["rate"])
        for index, peer in enumerate(PEERS):
            if peer[2] != task:
                continue
            result = run_peer(index)
            if result:
                row(task, peer[0], result, pairs, own["rate"])


if __name__ == "__main__":
    main()
