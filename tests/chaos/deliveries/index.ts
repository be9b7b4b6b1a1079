import { parseArgs } from "node:util";

import { ensureBuild } from "../../support/ensure-build";
import { startPostgres } from "../../support/postgres-server";
import { runStorm } from "./run-storm";

/**
 * `npm run chaos:deliveries -- --count 4000 --kills 20 --backend redis|postgres`: sends deliveries through the queue
 * while the worker is killed at random times. The last line is the result as JSON; it ends with 1 when anything was
 * lost, or came twice for another reason than a kill.
 */
const { values } = parseArgs({
  options: {
    count: { type: "string", default: "4000" },
    kills: { type: "string", default: "20" },
    backend: { type: "string", default: "redis" },
  },
});
const backend = values.backend;
if (backend !== "redis" && backend !== "postgres") {
  console.error("--backend: must be redis or postgres");
  process.exit(2);
}
const [count, kills] = [wholeNumber("count", 1), wholeNumber("kills", 0)];

await ensureBuild({ onOutput: (text) => process.stderr.write(text) });
const server = await startPostgres();
try {
  const say = (text: string) => console.error(text);
  const result = await runStorm({ count, kills, backend, serverUrl: server.url, say });
  console.log(JSON.stringify(result));
  process.exitCode = result.lost + result.unexplained + result.unfinished > 0 ? 1 : 0;
} finally {
  await server.stop();
}

function wholeNumber(name: "count" | "kills", least: number): number {
  const number = Number(values[name]);
  if (Number.isInteger(number) && number >= least) return number;
  console.error(`--${name}: must be a whole number, ${least} or more`);
  process.exit(2);
}
