import { createReadStream } from "node:fs";
import { appendFile, mkdir, rename, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";

import type { Env } from "~/platform/env.server";
import { Checkpoint } from "./checkpoint";

/** At a checkpoint a minute this is about a week; the newest alone vouches for all before it. */
const MAX_BYTES = 4 * 1024 * 1024;

/** Where a worker keeps the checkpoints that it made, beside the database that they watch over. */
export function anchorFileOf({ SENTINEL_DATA_DIR }: Pick<Env, "SENTINEL_DATA_DIR">): string {
  return join(SENTINEL_DATA_DIR, "audit-checkpoints.jsonl");
}

/** Adds a checkpoint. A file that has grown too large becomes `….1`, in place of the one before. */
export async function appendAnchor(path: string, checkpoint: Checkpoint): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  if ((await sizeOf(path)) > MAX_BYTES) await rename(path, `${path}.1`);
  await appendFile(path, `${JSON.stringify(checkpoint)}\n`, { mode: 0o600 });
}

/** How much of a file's end `newestOnly` reads: a hundred checkpoints and more. */
const TAIL_BYTES = 64 * 1024;

/**
 * The checkpoints in a file, one a line: as a worker keeps them, as its log stream has them (whatever else stands there
 * is passed over) or as the webhook sends them. Their signatures are for the caller to check.
 *
 * @returns none when there is no such file.
 */
export async function* readAnchors(path: string, { newestOnly = false } = {}): AsyncGenerator<Checkpoint, void> {
  const size = await sizeOf(path);
  if (size === 0) return;
  const start = newestOnly ? Math.max(0, size - TAIL_BYTES) : 0;
  for await (const line of createInterface({
    input: createReadStream(path, { encoding: "utf8", start }),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    const checkpoint = line.includes('"signature"') ? readLine(line) : null;
    if (checkpoint !== null) yield checkpoint;
  }
}

function readLine(line: string): Checkpoint | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    // Half a line, as a crash leaves it, or another program's.
    return null;
  }
  const nested = value as { checkpoint?: unknown; data?: unknown } | null;
  for (const one of [value, nested?.checkpoint, nested?.data]) {
    const parsed = Checkpoint.safeParse(one);
    if (parsed.success) return parsed.data;
  }
  return null;
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return 0;
    throw error;
  }
}
