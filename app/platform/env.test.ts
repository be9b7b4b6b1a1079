import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";

import { ENVIRONMENT_VARIABLES, EnvironmentError, parseEnv } from "./env.server";

function errorsOf(source: Record<string, string>): string[] {
  try {
    parseEnv(source);
  } catch (error) {
    if (error instanceof EnvironmentError) return error.lines;
    throw error;
  }
  return [];
}

test("an empty environment is enough", () => {
  const env = parseEnv({});
  expect(env).toMatchObject({
    PORT: 3000,
    HOST: "0.0.0.0",
    PUBLIC_URL: "http://localhost:3000",
    WORKER: "embedded",
    TRUST_PROXY: 0,
    ALERT_MAX_COVERED_ROWS: 1000,
    JOURNAL_MAX_MB: 256,
  });
  expect(env.DATABASE_URL).toBeUndefined();
});

test("every wrong variable is named at once, one line each, without its value", () => {
  const lines = errorsOf({
    PORT: "http",
    REDIS_URL: "http://:s3cret-value@redis",
    WORKER: "maybe",
    SENTINEL_NETWORKS: '[{"name":"Main Net","chainId":1,"rpcUrls":[]}]',
    WEBHOOK_ALLOWED_CIDRS: "10.0.0.0/8, nonsense",
    TRUST_PROXY: "-1",
    ALERT_MAX_COVERED_ROWS: "many",
    JOURNAL_MAX_MB: "0",
  });
  const names = lines.map((line) => line.split(/[.:]/)[0]);
  expect(new Set(names)).toEqual(
    new Set([
      "PORT",
      "REDIS_URL",
      "WORKER",
      "SENTINEL_NETWORKS",
      "WEBHOOK_ALLOWED_CIDRS",
      "TRUST_PROXY",
      "ALERT_MAX_COVERED_ROWS",
      "JOURNAL_MAX_MB",
    ]),
  );
  expect(lines.join("\n")).not.toContain("s3cret-value");
});

test("a database of one's own needs a secret", () => {
  expect(errorsOf({ DATABASE_URL: "postgresql://u:p@db/sentinel" })).toEqual([
    expect.stringMatching(/^SENTINEL_SECRET: is required/),
  ]);
});

test("a database given in parts becomes a URL, with its password escaped", () => {
  const env = parseEnv({ DATABASE_HOST: "db", DATABASE_PASSWORD: "p@ss/word", SENTINEL_SECRET: "x".repeat(32) });
  expect(env.DATABASE_URL).toBe("postgresql://sentinel:p%40ss%2Fword@db:5432/sentinel");
});

test("NAME_FILE gives the value of NAME, and both together are refused", () => {
  const path = join(mkdtempSync(join(tmpdir(), "sentinel-env-")), "secret");
  writeFileSync(path, `${"s".repeat(40)}\n`);
  expect(parseEnv({ SENTINEL_SECRET_FILE: path }).SENTINEL_SECRET).toBe("s".repeat(40));
  expect(errorsOf({ SENTINEL_SECRET_FILE: path, SENTINEL_SECRET: "y".repeat(40) })).toEqual([
    "SENTINEL_SECRET: is given twice, by itself and by SENTINEL_SECRET_FILE; keep one",
  ]);
  expect(errorsOf({ METRICS_TOKEN_FILE: "/nowhere" })).toEqual([
    "METRICS_TOKEN_FILE: cannot be read (ENOENT); must be the path of a readable file",
  ]);
});

test("blank counts as unset", () => {
  expect(parseEnv({ REDIS_URL: "", PORT: "" })).toMatchObject({ PORT: 3000 });
});

test("the example file lists every variable", async () => {
  const { readFileSync } = await import("node:fs");
  const listed = new Set(
    [...readFileSync(".env.example", "utf8").matchAll(/^#?\s*([A-Z_]+)=/gm)].map((match) => match[1]),
  );
  expect(ENVIRONMENT_VARIABLES.filter((name) => name !== "NODE_ENV" && !listed.has(name))).toEqual([]);
});

test("earlier secrets are a list, and one that has commas itself is understood too", () => {
  const [first, second] = ["a".repeat(32), "b".repeat(40)];
  const previous = (text: string) => parseEnv({ SENTINEL_SECRET_PREVIOUS: text }).SENTINEL_SECRET_PREVIOUS;
  expect(previous(first)).toEqual([first]);
  expect(previous(`${first}, ${second}`)).toEqual(expect.arrayContaining([first, second]));
  expect(previous("one secret, with a comma in the middle of it")).toEqual([
    "one secret, with a comma in the middle of it",
  ]);
  expect(() => previous("too short")).toThrow(/SENTINEL_SECRET_PREVIOUS/);
});
