import { createRecorder } from "../../worker/recorder/recorder";
import { openRecorderDesk } from "./recorder-desk";

/**
 * A process that records matches: `node --import tsx journal-child.ts DATABASE_URL DATA_DIR RULE_ID`. Told a number by
 * its parent it adds as many, and answers when they are committed or in its journal.
 */
const [url = "", dataDir = "", ruleId = ""] = process.argv.slice(2);
const desk = await openRecorderDesk(url, { SENTINEL_DATA_DIR: dataDir });
const rule = await desk.load(ruleId);
const recorder = createRecorder(desk.ctx);

process.on("message", async (count: number) => {
  const hashes: string[] = [];
  for (let number = 0; number < count; number += 1) {
    const found = desk.find(rule);
    recorder.add(found);
    hashes.push(found.transaction.hash);
  }
  await recorder.settled();
  process.send?.({ hashes, status: recorder.status() });
});
process.send?.("ready");
