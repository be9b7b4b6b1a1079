#!/usr/bin/env python3
"""Verifies an export of Sentinel's whole audit log: verify.py EXPORT.jsonl [CHECKPOINTS.jsonl]

The checkpoints are lines of JSON as the log stream, audit-checkpoints.jsonl or the webhook has them. Only hashes are
compared here: keep that file where whoever can write to the database cannot.
"""
import hashlib
import json
import sys


def field(value):
    return "-" if value is None else f"{len(value.encode())}:{value}"


def entry_hash(previous, entry):
    fields = [str(entry["seq"]), entry["id"], str(entry["createdAtMs"]), entry["actorId"], entry["action"],
              entry["resourceType"], entry["resourceId"], entry["metadataText"], entry["ip"], entry["requestId"]]
    text = "\n".join(["sentinel-audit-v1", previous, *map(field, fields)])
    return hashlib.sha256(text.encode()).hexdigest()


def main(export, checkpoints=None):
    hashes, last = {}, None
    with open(export, encoding="utf-8", newline="\n") as lines:
        for entry in map(json.loads, lines):
            seq = entry["seq"]
            if entry_hash(entry["prevHash"], entry) != entry["hash"]:
                sys.exit(f"altered: entry {seq}")
            if last is not None and (seq, entry["prevHash"]) != (last + 1, hashes[last]):
                sys.exit(f"missing: something between entries {last} and {seq}")
            hashes[seq], last = entry["hash"], seq
    for line in open(checkpoints, encoding="utf-8") if checkpoints else []:
        line = json.loads(line)
        signed = line.get("checkpoint") or line.get("data") or line
        if signed["seq"] > (last or 0):
            sys.exit(f"truncated: entry {signed['seq']} was signed, the log ends at {last}")
        if signed["seq"] in hashes and hashes[signed["seq"]] != signed["hash"]:
            sys.exit(f"rewritten: entry {signed['seq']} is not the one that was signed")
    print(f"ok: {len(hashes)} entries, up to {last}, {hashes.get(last)}")


main(*sys.argv[1:])
