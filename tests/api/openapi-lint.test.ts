import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

import { openApiDocument } from "~/web/openapi.server";

const PUBLIC_URL = "https://sentinel.example.org";
const require = createRequire(import.meta.url);
const CLI = join(dirname(require.resolve("@redocly/cli/package.json")), "bin/cli.js");

interface Problem {
  ruleId: string;
  severity: string;
  message: string;
  location: { pointer?: string }[];
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sentinel-lint-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What Redocly says about a document, by the project's own configuration, without asking anything of the network. */
async function lint(document: unknown): Promise<string[]> {
  const file = join(folder, "openapi.json");
  await writeFile(file, JSON.stringify(document));
  const quiet = { REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" };
  const env = { ...process.env, HOME: folder, ...quiet };
  const args = [CLI, "lint", file, "--config", "redocly.yaml", "--format", "json", "--max-problems", "1000"];
  const output = await new Promise<string>((resolve) => {
    execFile(process.execPath, args, { env, maxBuffer: 64_000_000 }, (_error, stdout) => resolve(stdout));
  });
  const { problems } = JSON.parse(output.slice(output.indexOf("{"))) as { problems: Problem[] };
  return problems.map(({ ruleId, message, location }) => `${ruleId} at ${location[0]?.pointer}: ${message}`);
}

test("a public linter finds nothing wrong with the document, no warning either", async () => {
  expect(await lint(openApiDocument(PUBLIC_URL))).toEqual([]);
});

test("it would say so", async () => {
  const document = structuredClone(openApiDocument(PUBLIC_URL)) as { info: unknown; paths: Record<string, unknown> };
  document.paths["/v1/broken"] = { get: { responses: { 200: { description: "no id, no summary" } } } };
  expect((await lint(document)).join("\n")).toMatch(/broken/);
});
