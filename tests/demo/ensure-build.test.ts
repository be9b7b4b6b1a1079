import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { expect, onTestFinished, test } from "vitest";

import { isBuildStale } from "../support/ensure-build";

const PRODUCTS = ["build/server/index.js", "build/worker/index.js", "app/platform/generated/prisma/client.ts"];

/** A project whose files were last written at these times, in seconds. */
function projectWith(files: Record<string, number>): string {
  const root = mkdtempSync(join(tmpdir(), "sentinel-build-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const [path, time] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), "");
    utimesSync(join(root, path), time, time);
  }
  return root;
}

const built = Object.fromEntries(PRODUCTS.map((path) => [path, 200]));

test("a build younger than every source is fresh, whatever the tests' age", async () => {
  const root = projectWith({ ...built, "app/server.ts": 100, "app/server.test.ts": 300, "tests/run.ts": 300 });
  expect(await isBuildStale(root)).toBe(false);
});

test.for(["app/routes/x.tsx", "worker/index.ts", "prisma/schema.prisma", "vite.config.ts", "package-lock.json"])(
  "a younger %s makes the build stale",
  async (path) => {
    expect(await isBuildStale(projectWith({ ...built, [path]: 300 }))).toBe(true);
  },
);

test.for(PRODUCTS)("a missing %s makes the build stale", async (path) => {
  const { [path]: _missing, ...others } = built;
  expect(await isBuildStale(projectWith({ ...others, "app/server.ts": 100 }))).toBe(true);
});
