import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { commandLineOf, isRunning, stopProcess } from "../support/processes";
import { stopDatabaseIn } from "../support/prune-old-servers";

interface Noted {
  pid: number;
  /** Its command line when it was noted: ids are reused, command lines with these ports and paths aren't. */
  command: string;
}
interface Notes {
  demo: Noted;
  children: Noted[];
}

const FILE = "demo.pids.json";

/** Where the running demo writes down which processes it started. */
export interface ProcessNotes {
  add: (pid: number) => void;
  remove: () => void;
}

/** Starts the notes of this demo. */
export function noteProcesses(dataDir: string): ProcessNotes {
  const path = join(dataDir, FILE);
  const notes: Notes = { demo: note(process.pid), children: [] };
  const write = () => writeFileSync(path, JSON.stringify(notes, null, 2), { mode: 0o600 });
  write();
  return {
    add: (pid) => {
      notes.children.push(note(pid));
      write();
    },
    remove: () => rmSync(path, { force: true }),
  };
}

/**
 * Ends what a demo that was killed left running on this data directory: the processes it noted and the database of the
 * directory, and nothing else.
 *
 * @returns How many processes were ended.
 * @throws Error when that demo is alive.
 */
export async function endLeftovers(dataDir: string): Promise<number> {
  const notes = readNotes(dataDir);
  if (notes && isStill(notes.demo)) {
    throw new Error(`a demo is running on ${dataDir} (process ${notes.demo.pid}): end it, or give another --data-dir`);
  }
  const left = notes?.children.filter(isStill) ?? [];
  await Promise.all(left.map(({ pid }) => stopProcess(pid)));
  await stopDatabaseIn(dataDir);
  return left.length;
}

function note(pid: number): Noted {
  return { pid, command: commandLineOf(pid) ?? "" };
}

function isStill({ pid, command }: Noted): boolean {
  return command !== "" && isRunning(pid) && commandLineOf(pid) === command;
}

function readNotes(dataDir: string): Notes | undefined {
  try {
    return JSON.parse(readFileSync(join(dataDir, FILE), "utf8"));
  } catch {
    return undefined; // Never written, or half written by a demo that was killed at that moment.
  }
}
