import { takeDueSteps } from "../../worker/escalations/take-due-steps";
import { createTestContext } from "../support/test-context";

/** A worker in small that takes steps without a pause: `node --import tsx escalation-child.ts DATABASE_URL`. */
const ctx = createTestContext(process.argv[2] ?? "");
process.send?.("ready");
for (;;) await takeDueSteps(ctx);
