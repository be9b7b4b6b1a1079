import { mkdtemp } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

/** How the demo was asked to run. */
export interface DemoOptions {
  /** Headless: ends by itself after one alert. */
  once: boolean;
  /** The web port that was asked for; undefined lets the demo choose. */
  port: number | undefined;
  dataDir: string;
  /** Whether the data directory outlives the demo. */
  keep: boolean;
}

export const HELP = `Usage: npm run demo -- [options]

Starts Sentinel with a local chain, demo contracts and a story of attacks, and watches it catch them.

  --once          headless: one attack, one alert, one webhook; prints a line of JSON and ends
  --port N        the web interface's port (default: 3000, or a free one)
  --data-dir DIR  where database and logs are kept
                  (default: a fixed folder below ${tmpdir()}; with --once a fresh one, removed at the end)
  --keep          with --once: keep the data directory
  --help          this text
`;

/** A command line that can't be followed; its message says why. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/**
 * Reads the command line.
 *
 * @returns "help" when that was asked for.
 * @throws UsageError for an unknown flag or a value that makes no sense.
 */
export async function parseOptions(args: string[]): Promise<DemoOptions | "help"> {
  const values = parseFlags(args);
  if (values.help) return "help";
  const once = values.once ?? false;
  const given = values["data-dir"];
  return {
    once,
    port: values.port === undefined ? undefined : parsePort(values.port),
    dataDir: given ? resolve(given) : await defaultDataDir(once),
    // What somebody named, and what the next start is to find again, stays.
    keep: values.keep ?? (!once || given !== undefined),
  };
}

function parseFlags(args: string[]) {
  try {
    return parseArgs({
      args,
      strict: true,
      allowPositionals: false,
      options: {
        once: { type: "boolean" },
        port: { type: "string" },
        "data-dir": { type: "string" },
        keep: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw new UsageError(`--port must be a number from 1 to 65535, not "${text}"`);
}

async function defaultDataDir(once: boolean): Promise<string> {
  if (once) return mkdtemp(join(tmpdir(), "sentinel-once-"));
  return join(tmpdir(), `sentinel-demo-${process.getuid?.() ?? userInfo().username}`);
}
