import { access } from "node:fs/promises";

import { readAnchors } from "./anchor-file.server";
import type { JudgedCheckpoint } from "./checkpoint-judge.server";

/**
 * The checkpoints in files that somebody kept out of the database's reach: each is believed when it is whole, also when
 * the key that signed it is no longer known here.
 *
 * @throws Error when a file can't be read, or has no checkpoint in it.
 */
export async function readTrustedAnchors(files: readonly string[]): Promise<JudgedCheckpoint[]> {
  const found: JudgedCheckpoint[] = [];
  for (const file of files) {
    const before = found.length;
    await access(file);
    for await (const anchor of readAnchors(file)) found.push({ ...anchor, source: "trusted" });
    if (found.length === before) throw new Error(`There is no checkpoint in ${file}.`);
  }
  return found;
}
