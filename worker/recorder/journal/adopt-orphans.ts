import { readdir, rename, stat, utimes } from "node:fs/promises";
import { join } from "node:path";

/** The end of the name of a file that its owner has left in order. */
export const RELEASED = ".released.ndjson";

/** A living owner touches its files every 5 s. */
const ORPHAN_AFTER_MS = 15_000;

/**
 * Takes over the journals of processes that are gone, the oldest first, each by a rename that only one can win.
 *
 * @param newPath a name of one's own for each.
 * @returns the new paths.
 */
export async function adoptOrphans(folder: string, newPath: () => string, owner: string): Promise<string[]> {
  const orphans: { path: string; mtimeMs: number }[] = [];
  for (const name of await namesIn(folder)) {
    if (!name.endsWith(".ndjson") || name.startsWith(`${owner}-`)) continue;
    const path = join(folder, name);
    const mtimeMs = await modifiedAt(path);
    if (mtimeMs === null) continue;
    if (name.endsWith(RELEASED) || Date.now() - mtimeMs > ORPHAN_AFTER_MS) orphans.push({ path, mtimeMs });
  }
  const adopted: string[] = [];
  for (const { path } of orphans.sort((a, b) => a.mtimeMs - b.mtimeMs)) {
    const mine = newPath();
    if (await take(path, mine)) adopted.push(mine);
  }
  return adopted;
}

/** Touched before it is renamed: under its new name nobody may think it an orphan. */
async function take(path: string, mine: string): Promise<boolean> {
  try {
    const now = new Date();
    await utimes(path, now, now);
    await rename(path, mine);
    return true;
  } catch (error) {
    if (isMissing(error)) return false; // Another process was quicker.
    throw error;
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

async function modifiedAt(path: string): Promise<number | null> {
  try {
    return (await stat(path)).mtimeMs;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
