import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";

import { createRecorder } from "../../../worker/recorder/recorder";
import { createTestDatabase, type TestDatabase } from "../../support/postgres";
import { startTcpProxy, type TcpProxy } from "../../support/tcp-proxy";
import { waitFor } from "../../support/wait-for";
import { attack, madeUpSender, openRecorderDesk, type RecorderDesk } from "../recorder-desk";

const UPGRADE = `0x3659cfe6${"66".padStart(64, "0")}`;
const FLOOD = 3_000;

let database: TestDatabase;
let proxy: TcpProxy;
let desk: RecorderDesk;

beforeAll(async () => {
  database = await createTestDatabase();
  proxy = await startTcpProxy(database.url);
  desk = await openRecorderDesk(proxy.through(database.url), { ALERT_MAX_COVERED_ROWS: "50" });
});
afterAll(async () => {
  await desk?.close();
  await proxy?.close();
  await database?.drop();
});

test("a flood while the database is away is one page afterwards, and another function among it pages", async () => {
  const rule = await desk.rule({ cooldownSeconds: 600 });
  const recorder = createRecorder(desk.ctx);
  recorder.add(desk.find(rule));
  await recorder.settled();
  await proxy.cut();
  const strange = attack({ input: UPGRADE });
  for (let number = 0; number < FLOOD; number += 1) {
    recorder.add(desk.find(rule, attack({ from: madeUpSender(number) })));
    if (number === FLOOD / 2) recorder.add(desk.find(rule, strange));
    if (number % 100 === 0) await sleep(20);
  }
  await recorder.settled();
  expect(recorder.status()).toMatchObject({ lost: 0, waiting: 0 });
  expect(recorder.status().journal.alerts).toBeGreaterThan(FLOOD / 2);
  await proxy.restore();
  const counted = async () => {
    const [cover] = await desk.alerts(rule);
    return cover?.occurrences === FLOOD + 2;
  };
  await waitFor(counted, { timeoutMs: 20_000, describe: "everything is counted" });
  const paged = (await desk.alerts(rule)).filter(({ deliveries }) => deliveries.length > 0);
  expect(paged.map(({ txHash }) => txHash).slice(1)).toEqual([strange.hash]);
  expect(await desk.alerts(rule)).toHaveLength(52);
  await recorder.stop(2_000);
}, 60_000);
