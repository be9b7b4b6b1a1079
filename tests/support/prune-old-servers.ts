import { readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { commandLineOf, isRunning, stopProcess } from "./processes";

/**
 * Ends the PostgreSQL servers, and removes the folders, of test runs that were killed: folders named
 * `<prefix><pid>-…` in the temporary folder whose process is gone.
 */
export async function pruneOldServers(prefix: string): Promise<void> {
  for (const entry of await readdir(tmpdir())) {
    const pid = entry.startsWith(prefix) ? Number(entry.slice(prefix.length).split("-")[0]) : Number.NaN;
    if (!Number.isInteger(pid) || isRunning(pid)) continue;
    const folder = join(tmpdir(), entry);
    await stopDatabaseIn(folder);
    await rm(folder, { recursive: true, force: true });
  }
}

/** Stops the embedded PostgreSQL of a Sentinel data folder when one was left running there. */
export async function stopDatabaseIn(dataDir: string, { graceMs = 3000 } = {}): Promise<void> {
  const cluster = join(dataDir, "postgres");
  const pid = await postmasterOf(cluster);
  // Ids are reused: only a process that names this very folder is the one we mean.
  if (pid === undefined || !commandLineOf(pid)?.includes(cluster)) return;
  await stopProcess(pid, { signal: "SIGINT", graceMs }); // PostgreSQL's "fast shutdown".
}

/** The first line of `postmaster.pid` (PostgreSQL documentation, "Starting the Database Server"). */
async function postmasterOf(cluster: string): Promise<number | undefined> {
  try {
    const pid = Number((await readFile(join(cluster, "postmaster.pid"), "utf8")).split("\n")[0]);
    return Number.isInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined; // No such file: nothing runs there.
  }
}
