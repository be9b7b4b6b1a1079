import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

import { isAlive } from "./binaries.server";

/**
 * Whether the process is the PostgreSQL server of this very cluster. Ids are reused, in a restarted container almost
 * certainly, and PostgreSQL itself refuses to start while the id of a left `postmaster.pid` belongs to anybody. What
 * has ended and was not reaped (a container without an init) has no command line and is none.
 */
export async function isServerOf(pid: number, clusterDir: string): Promise<boolean> {
  if (!isAlive(pid)) return false;
  const commandLine = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => commandLineByPs(pid));
  return commandLine.replaceAll("\0", " ").includes(clusterDir);
}

/** Systems without /proc. Where there is no `ps` either, nothing is known and the process counts as another. */
async function commandLineByPs(pid: number): Promise<string> {
  return promisify(execFile)("ps", ["-p", String(pid), "-o", "command="]).then(
    ({ stdout }) => stdout,
    () => "",
  );
}
