import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { commandLineOf, isRunning } from "../support/processes";
import { endLeftovers, noteProcesses } from "./leftovers";

let dataDir: string;
let sleeper: ReturnType<typeof spawn>;

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), "sentinel-leftovers-"));
  sleeper = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { detached: true, stdio: "ignore" });
  await once(sleeper, "spawn");
});

afterEach(() => {
  sleeper.kill("SIGKILL");
  rmSync(dataDir, { recursive: true });
});

const pidOfSleeper = () => sleeper.pid ?? 0;

/** The notes of a demo that was killed: its process doesn't exist any more. */
function leaveNotes(child: { pid: number; command: string }): void {
  const demo = { pid: 2 ** 22 + 1, command: "node tests/demo/index.ts" };
  writeFileSync(join(dataDir, "demo.pids.json"), JSON.stringify({ demo, children: [child] }));
}

test("a process that a killed demo left is ended", async () => {
  leaveNotes({ pid: pidOfSleeper(), command: commandLineOf(pidOfSleeper()) ?? "" });
  expect(await endLeftovers(dataDir)).toBe(1);
  expect(isRunning(pidOfSleeper())).toBe(false);
});

test("a process that only got the same id is left alone", async () => {
  leaveNotes({ pid: pidOfSleeper(), command: "anvil --port 8545" });
  expect(await endLeftovers(dataDir)).toBe(0);
  expect(isRunning(pidOfSleeper())).toBe(true);
});

test("a demo that is alive on the same data is named and not disturbed", async () => {
  const notes = noteProcesses(dataDir);
  notes.add(pidOfSleeper());
  await expect(endLeftovers(dataDir)).rejects.toThrow(`process ${process.pid}`);
  expect(isRunning(pidOfSleeper())).toBe(true);
  notes.remove();
  expect(await endLeftovers(dataDir)).toBe(0);
});
