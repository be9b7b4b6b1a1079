import { spawn } from "node:child_process";
import { once } from "node:events";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

const FILE = join(process.cwd(), "tests", "platform", `.shutdown-${process.pid}.ts`);
const SCRIPT = `
  import { pino } from "pino";
  import { createShutdown } from "~/platform/shutdown.server";
  const mode = process.argv.at(-1);
  const say = (text: string) => process.stdout.write(text + "\\n");
  const shutdown = createShutdown({ log: pino({ level: "silent" }), deadlineMs: mode === "patient" ? 20_000 : 600 });
  shutdown.add("first", () => say("first"));
  shutdown.add("second", async () => {
    say("second");
    if (mode === "broken") throw new Error("does not stop cleanly");
    if (mode === "stuck" || mode === "patient") await new Promise(() => undefined);
  });
  shutdown.add("third", () => new Promise<void>((done) => setTimeout(() => { say("third"); done(); }, 50)));
  shutdown.onSignals();
  setInterval(() => undefined, 1_000);
  say("up");`;

beforeAll(() => writeFile(FILE, SCRIPT));
afterAll(() => rm(FILE, { force: true }));

/** Starts a process with three things to release, sends it the signals, and tells what it said and how it ended. */
async function stop(mode: string, signals: NodeJS.Signals[], gapMs = 150) {
  const child = spawn(process.execPath, ["--import", "tsx", FILE, mode], { stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  await once(child.stdout, "data");
  const ended = once(child, "close");
  for (const signal of signals) {
    child.kill(signal);
    await new Promise((done) => setTimeout(done, gapMs));
  }
  const [code] = (await ended) as [number | null];
  return { code, said: said.trim().split("\n").slice(1) };
}

test("everything is released in reverse order, one after the other, and the process ends with 0", async () => {
  expect(await stop("well", ["SIGTERM"])).toEqual({ code: 0, said: ["third", "second", "first"] });
  expect(await stop("well", ["SIGINT"])).toEqual({ code: 0, said: ["third", "second", "first"] });
});

test("what fails to stop does not keep the rest from stopping", async () => {
  expect(await stop("broken", ["SIGTERM"])).toEqual({ code: 0, said: ["third", "second", "first"] });
});

test("past the deadline, or at a second signal, the process ends with 1", async () => {
  expect(await stop("stuck", ["SIGTERM"])).toEqual({ code: 1, said: ["third", "second"] });
  expect(await stop("patient", ["SIGINT", "SIGINT"], 1_700)).toEqual({ code: 1, said: ["third", "second"] });
});

test("a signal that comes twice at once, as npm hands on a Ctrl-C, still stops in order", async () => {
  expect(await stop("well", ["SIGINT", "SIGINT", "SIGTERM"], 10)).toEqual({
    code: 0,
    said: ["third", "second", "first"],
  });
});
