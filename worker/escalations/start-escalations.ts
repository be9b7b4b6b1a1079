import type { Context } from "~/platform/context.server";
import { takeDueSteps } from "./take-due-steps";

/** The safety net; alerts that are written wake it earlier. */
const TICK_MS = 1_000;
/** What is told together wakes it once. */
const WAKE_MS = 100;

/** Takes the steps of escalations when they are due, on every worker: whoever is first has each. */
export function startEscalations(ctx: Context): { stop(): Promise<void> } {
  let isStopped = false;
  let isAway = false;
  let turn: Promise<void> | null = null;
  let wake: NodeJS.Timeout | null = null;

  const takeAll = async () => {
    try {
      while (!isStopped && (await takeDueSteps(ctx)) > 0);
      isAway = false;
    } catch (error) {
      if (!isAway) ctx.log.warn({ err: error }, "escalations can't be taken further, trying again every second");
      isAway = true;
    }
  };
  const start = () => {
    turn ??= takeAll().finally(() => {
      turn = null;
    });
  };
  const timer = setInterval(start, TICK_MS);
  const unsubscribe = ctx.relay.subscribe("alerts.changed", () => {
    wake ??= setTimeout(() => {
      wake = null;
      start();
    }, WAKE_MS);
  });
  return {
    async stop() {
      isStopped = true;
      clearInterval(timer);
      if (wake !== null) clearTimeout(wake);
      unsubscribe();
      await turn;
    },
  };
}
