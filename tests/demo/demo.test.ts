import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { expect, onTestFinished, test } from "vitest";

import { freePort } from "../support/free-port";
import { isRunning, killHard } from "../support/processes";
import { waitFor } from "../support/wait-for";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

interface RunningDemo {
  child: ChildProcess;
  output: () => string;
  /** Every process that it noted. */
  pids: () => number[];
}

async function startDemo(dataDir: string, ...flags: string[]): Promise<RunningDemo> {
  const args = ["--import", "tsx", "tests/demo/index.ts", "--data-dir", dataDir, ...flags];
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"] });
  onTestFinished(() => killHard(child.pid ?? 0));
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (output += text));
  return {
    child,
    output: () => output,
    pids: () => {
      const notes = JSON.parse(readFileSync(join(dataDir, "demo.pids.json"), "utf8"));
      const database = Number(readFileSync(join(dataDir, "postgres/postmaster.pid"), "utf8").split("\n")[0]);
      return [...notes.children.map((note: { pid: number }) => note.pid), database];
    },
  };
}

async function untilFirstAlert({ child, output }: RunningDemo): Promise<void> {
  const shown = () => {
    if (child.exitCode !== null) throw new Error(`the demo ended: ${output()}`);
    return /CRITICAL .*ms after broadcast/.test(output());
  };
  await waitFor(shown, { timeoutMs: 60_000, intervalMs: 100, describe: `an alert is shown after ${output()}` });
}

test("the demo shows an alert, ends within 5 s of Ctrl-C, and survives being killed", {
  timeout: 180_000,
}, async () => {
  const dataDir = mkdtempSync(join(tmpdir(), "sentinel-demo-test-"));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  const port = String(await freePort());

  const first = await startDemo(dataDir, "--port", port);
  await untilFirstAlert(first);
  expect(first.output()).toMatch(/\n\n {2}http:\/\/localhost:\d+\n {2}demo@sentinel\.local {2}\S+\n\n/);
  const pids = first.pids();
  expect(pids).toHaveLength(3);
  const interruptedMs = performance.now();
  first.child.kill("SIGINT");
  const [code] = await once(first.child, "exit");
  expect(performance.now() - interruptedMs).toBeLessThan(5000);
  expect(code).toBe(0);
  expect(pids.filter(isRunning)).toEqual([]);

  const second = await startDemo(dataDir, "--port", port);
  await untilFirstAlert(second);
  // It goes on with the same chain: nothing that Sentinel remembers is undone.
  expect(second.output()).toContain("the one of the last start");
  expect(second.output()).not.toContain("reorganised");
  const left = second.pids();
  second.child.kill("SIGKILL");
  await once(second.child, "exit");

  const third = await startDemo(dataDir, "--once");
  const [outcome] = await once(third.child, "close");
  expect(third.output()).toContain('"minedAtDetection":false');
  expect(outcome).toBe(0);
  expect(left.filter(isRunning)).toEqual([]);
});
