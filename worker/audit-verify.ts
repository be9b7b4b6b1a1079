import { parseArgs } from "node:util";
import type { AuditVerdict } from "~/domain/audit/audit-verdict";
import { loadOwnAnchors } from "~/domain/audit/load-own-anchors.server";
import { readTrustedAnchors } from "~/domain/audit/read-trusted-anchors.server";
import { scanAudit } from "~/domain/audit/scan-audit.server";
import { createContext, prepareEnvironment } from "~/platform/context.server";
import { EnvironmentError, readEnv } from "~/platform/env.server";

const USAGE = `Verifies the audit log: npm run audit:verify -- [--checkpoints FILE]... [--json]

  --checkpoints FILE  checkpoints that were kept elsewhere: lines of JSON from the log stream, from a worker's
                      audit-checkpoints.jsonl, or as the webhook sent them
  --json              the verdict as JSON

Checkpoints in SENTINEL_DATA_DIR are taken into account by themselves.
It ends with 0 when the log holds, with 1 when it is broken, and with 2 when it could not be verified.
`;

const BROKEN = 1;
const FAILED = 2;

interface Options {
  files: string[];
  isJson: boolean;
}

function readOptions(): Options | null {
  const { values } = parseArgs({
    options: {
      checkpoints: { type: "string", multiple: true, default: [] },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  return values.help ? null : { files: values.checkpoints, isJson: values.json };
}

function inWords({ ok, checked, head, lastCheckpoint, defects }: AuditVerdict, anchors: number): string {
  const signed =
    lastCheckpoint === null
      ? "No signed checkpoint vouches for it yet."
      : `The last checkpoint that holds was signed at entry ${lastCheckpoint.seq} on ${lastCheckpoint.createdAt}.`;
  const lines = ok
    ? [`The audit log holds: ${checked} entries were verified.`, signed]
    : ["The audit log is BROKEN:", ...defects.map(({ kind, detail }) => `  ${kind}: ${detail}`), signed];
  const elsewhere = anchors === 0 ? [] : [`It was held against ${anchors} checkpoints from outside the database.`];
  return [...lines, ...elsewhere, `Head, to note down: entry ${head.seq}, ${head.hash}`, ""].join("\n");
}

async function main({ files, isJson }: Options): Promise<number> {
  const anchors = await readTrustedAnchors(files);
  const ready = await prepareEnvironment({ ...readEnv(), LOG_LEVEL: "silent" });
  const ctx = createContext(ready, "audit-verify");
  try {
    const all = [...anchors, ...(await loadOwnAnchors(ctx))];
    const verdict = await scanAudit(ctx, { anchors: all });
    process.stdout.write(isJson ? `${JSON.stringify(verdict, null, 2)}\n` : inWords(verdict, all.length));
    return verdict.ok ? 0 : BROKEN;
  } finally {
    await ctx.close();
  }
}

try {
  const options = readOptions();
  if (options === null) process.stdout.write(USAGE);
  else process.exitCode = await main(options);
} catch (error) {
  const message = error instanceof EnvironmentError || error instanceof Error ? error.message : String(error);
  process.stderr.write(`The audit log could not be verified. ${message}\n`);
  process.exitCode = FAILED;
}
