import { expect, test } from "vitest";

import { parseOptions, UsageError } from "./options";

test("the shown demo keeps one data directory for all its starts", async () => {
  const first = await parseOptions([]);
  expect(first).toEqual(await parseOptions([]));
  expect(first).toMatchObject({ once: false, port: undefined, keep: true });
});

test("a named directory is kept also by a headless run", async () => {
  expect(await parseOptions(["--once", "--data-dir", "/tmp/here", "--port", "4001"])).toEqual({
    once: true,
    port: 4001,
    dataDir: "/tmp/here",
    keep: true,
  });
});

test.for([["--watch"], ["extra"], ["--port", "0"], ["--port", "http"], ["--port"], ["--once=yes"]])(
  "%s is refused",
  async (args) => {
    await expect(parseOptions(args)).rejects.toThrow(UsageError);
  },
);
