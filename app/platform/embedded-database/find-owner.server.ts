import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { isAlive } from "./binaries.server";
import { isServerOf } from "./is-server-of.server";

/**
 * The Sentinel process that runs on the embedded database of a data directory; null when none does. A server that a
 * killed one left behind counts for nothing.
 */
export async function findDatabaseOwner(dataDir: string): Promise<number | null> {
  const clusterDir = join(resolve(dataDir), "postgres");
  const server = readNumber(join(clusterDir, "postmaster.pid"));
  if (server === null || !(await isServerOf(server, clusterDir))) return null;
  const owner = readNumber(join(resolve(dataDir), "postgres-owner.pid"));
  return owner !== null && owner !== process.pid && isAlive(owner) ? owner : null;
}

/** The number on a file's first line. */
function readNumber(path: string): number | null {
  if (!existsSync(path)) return null;
  const number = Number(readFileSync(path, "utf8").split("\n")[0]);
  return Number.isInteger(number) && number > 0 ? number : null;
}
