import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";

import { waitFor } from "./wait-for";

/** Whether a program of this name can be started by name alone. */
export function isOnPath(name: string): boolean {
  return (process.env.PATH ?? "").split(delimiter).some((folder) => existsSync(join(folder, name)));
}

/** Whether a process with this id exists and isn't a zombie. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it exists and belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
  return stateOf(pid) !== "Z";
}

/** The process's command line as one string with spaces, or undefined when there is no such process. */
export function commandLineOf(pid: number): string | undefined {
  if (existsSync("/proc/self/cmdline")) {
    const raw = readIfPresent(`/proc/${pid}/cmdline`);
    return raw === undefined ? undefined : raw.replaceAll("\0", " ").trim();
  }
  return ps(pid, "command=");
}

/**
 * Asks a process to end (SIGTERM) and kills it, with its group when it leads one, once `graceMs` are over. Returns
 * when it is gone.
 *
 * @returns Whether it ended by itself.
 */
export async function stopProcess(pid: number, { graceMs = 4000, signal = "SIGTERM" as NodeJS.Signals } = {}) {
  if (!isRunning(pid)) return true;
  signalQuietly(pid, signal);
  try {
    await waitFor(() => !isRunning(pid), { timeoutMs: graceMs, describe: `process ${pid} ends` });
    return true;
  } catch {
    killHard(pid);
    await waitFor(() => !isRunning(pid), { timeoutMs: 2000, describe: `process ${pid} dies of SIGKILL` });
    return false;
  }
}

/** SIGKILL for a process and, when it leads a group of its own, for everything in that group. */
export function killHard(pid: number): void {
  signalQuietly(-pid, "SIGKILL");
  signalQuietly(pid, "SIGKILL");
}

/** A process that is already gone is what the sender wanted. */
function signalQuietly(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

function stateOf(pid: number): string | undefined {
  if (existsSync("/proc/self/stat")) {
    // "pid (name) state …": the name may itself hold parentheses.
    return readIfPresent(`/proc/${pid}/stat`)?.split(") ").at(-1)?.[0];
  }
  return ps(pid, "state=")?.[0];
}

function readIfPresent(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined; // The process ended meanwhile.
  }
}

/** Systems without /proc (macOS). */
function ps(pid: number, column: string): string | undefined {
  try {
    return execFileSync("ps", ["-p", String(pid), "-o", column], { encoding: "utf8" }).trim() || undefined;
  } catch {
    return undefined; // ps exits with 1 when no such process exists.
  }
}
