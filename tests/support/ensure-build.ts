import { spawn } from "node:child_process";
import { once } from "node:events";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { glob } from "tinyglobby";

const PROJECT_ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** What `npm run build` makes; the oldest of them dates the build. */
const PRODUCTS = ["build/server/index.js", "build/worker/index.js", "app/platform/generated/prisma/client.ts"];

/** What it is made from. */
const SOURCES = [
  "app/**/*.{ts,tsx,css}",
  "worker/**/*.ts",
  "prisma/**/*.{prisma,sql}",
  "public/**/*",
  "package-lock.json",
  "*.config.{ts,js}",
];

/** Whether `build/` is missing or older than a source file. */
export async function isBuildStale(root = PROJECT_ROOT): Promise<boolean> {
  const builtAtMs = Math.min(...(await modifiedAtMs(PRODUCTS.map((path) => join(root, path)))));
  if (builtAtMs === Number.NEGATIVE_INFINITY) return true;
  const ignore = ["**/*.test.{ts,tsx}", "app/platform/generated/**", "biome.json", "knip.json"];
  const sources = await glob(SOURCES, { cwd: root, ignore, absolute: true });
  return Math.max(...(await modifiedAtMs(sources))) > builtAtMs;
}

/**
 * Runs `npm run build` when it is needed.
 *
 * @param onOutput Gets what the build prints.
 * @returns Whether it was.
 * @throws Error with the end of the build's output when it fails.
 */
export async function ensureBuild({
  onOutput,
  signal,
}: {
  onOutput?: (text: string) => void;
  signal?: AbortSignal;
} = {}): Promise<boolean> {
  if (!(await isBuildStale())) return false;
  // In a test's environment Vite would read its configuration as that of the tests.
  const { VITEST: _, ...env } = process.env;
  const build = spawn("npm", ["run", "build"], {
    cwd: PROJECT_ROOT,
    env,
    stdio: ["ignore", "pipe", "pipe"],
    ...(signal === undefined ? {} : { signal }),
  });
  let output = "";
  for (const stream of [build.stdout, build.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      onOutput?.(text);
    });
  }
  const [code] = (await once(build, "close")) as [number | null];
  if (code !== 0) throw new Error(`npm run build failed:\n${output.slice(-3000)}`);
  return true;
}

/** -Infinity for a file that isn't there. */
function modifiedAtMs(paths: string[]): Promise<number[]> {
  return Promise.all(
    paths.map((path) =>
      stat(path).then(
        (found) => found.mtimeMs,
        () => Number.NEGATIVE_INFINITY,
      ),
    ),
  );
}
