import { randomBytes } from "node:crypto";
import { lstat, mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** What one start of the demo leaves for the next. */
export interface DemoState {
  /** How often the demo was started on this data. */
  runs: number;
  /** Signs the webhooks to the local receiver; Sentinel shows it only once. */
  webhookSecret: string;
  /** Ports to use again, so that Sentinel's stored addresses stay right. */
  ports: { web?: number; chain?: number; receiver?: number };
}

const FILE = "demo.json";

/**
 * Makes the data directory when it isn't there and reads what the last start left.
 *
 * @throws Error when the directory belongs to somebody else (the default one lies in a folder that all users share).
 */
export async function loadState(dataDir: string): Promise<DemoState> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const found = await lstat(dataDir);
  const mine = process.getuid === undefined || found.uid === process.getuid();
  if (!found.isDirectory() || !mine) throw new Error(`${dataDir} is not a directory of yours: give another --data-dir`);
  try {
    return JSON.parse(await readFile(join(dataDir, FILE), "utf8"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    return { runs: 0, webhookSecret: `whsec_${randomBytes(32).toString("base64")}`, ports: {} };
  }
}

/** Replaces the file in one step: a demo that is killed leaves the old one or the new one. */
export async function saveState(dataDir: string, state: DemoState): Promise<void> {
  const partial = join(dataDir, `${FILE}.partial`);
  await writeFile(partial, JSON.stringify(state, null, 2), { mode: 0o600 });
  await rename(partial, join(dataDir, FILE));
}
