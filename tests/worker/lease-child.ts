import { createLeaseKeeper } from "../../worker/lease/create-lease-keeper";
import { createRecorder } from "../../worker/recorder/recorder";
import { attack, openRecorderDesk } from "./recorder-desk";

/**
 * A worker in small: keeps the network's lease, and while it has it records a match every 20 ms. It tells its parent
 * what it holds and what it found: `node --import tsx lease-child.ts DATABASE_URL DATA_DIR RULE_ID`.
 */
const [url = "", dataDir = "", ruleId = ""] = process.argv.slice(2);
const desk = await openRecorderDesk(url, { SENTINEL_DATA_DIR: dataDir }, { takesLease: false });
const rule = await desk.load(ruleId);
const leases = createLeaseKeeper(desk.ctx);
const recorder = createRecorder(desk.ctx, { isLeaseSound: leases.isSound });

let found: NodeJS.Timeout | undefined;
leases.listen({
  onHeld({ token }) {
    process.send?.({ kind: "held", token: String(token) });
    found = setInterval(() => {
      const transaction = attack();
      process.send?.({ kind: "found", hash: transaction.hash, atMs: Date.now() });
      recorder.add(desk.find(rule, transaction, { leaseToken: token }));
    }, 20);
  },
  onLost({ token }) {
    clearInterval(found);
    process.send?.({ kind: "lost", token: String(token), status: recorder.status() });
  },
});
process.on("message", async () => {
  clearInterval(found);
  await recorder.settled();
  await leases.stop();
  await recorder.stop(1_000);
  process.exit(0);
});
await leases.want([desk.networkId]);
process.send?.({ kind: "ready" });
