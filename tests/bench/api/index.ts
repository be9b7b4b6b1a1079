import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";

import { ensureBuild } from "../../support/ensure-build";
import { measureApi } from "./measure-api";

/**
 * `npm run bench:api`: how long the API and the feed take with a million alerts in PostgreSQL. `--json FILE` writes it,
 * `--alerts N` takes another number, `--only WORD` leaves out routes whose name lacks it, `--database URL` uses (and
 * seeds, when it is empty) a migrated database of one's own, which stays.
 */
const { values } = parseArgs({
  options: {
    json: { type: "string" },
    alerts: { type: "string", default: "1000000" },
    only: { type: "string" },
    database: { type: "string" },
  },
});

await ensureBuild();
const measured = await measureApi({
  count: Number(values.alerts),
  ...(values.database === undefined ? {} : { databaseUrl: values.database }),
  ...(values.only === undefined ? {} : { only: values.only }),
  say: (text) => console.log(text),
});
console.log(`\nthe slowest page of alerts takes ${measured.pagesSpread} × the fastest (p95)`);
if (values.json) writeFileSync(values.json, `${JSON.stringify(measured, null, 2)}\n`);
