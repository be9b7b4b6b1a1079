import type { Logger } from "pino";

import type { AlertChange } from "~/domain/alerts/alert-change";
import type { RpcRequest } from "../blocks/types";
import { findEarlierOutcomes } from "./find-earlier-outcomes";
import type { OpenTransactions } from "./open-transactions";

/** An endpoint that lagged at the first look into an alert's past knows it by then. */
const SECOND_LOOK_BLOCKS = 5n;
/** Alerts looked at in one round: a flood of them must not turn into a flood of questions. */
const LOOKED_AT_ONCE = 100;

/**
 * Looks into the past of alerts seen for the first time: what blocks before them have settled, when an alert was written
 * some milliseconds after its block, or the process was down. Once more five blocks later.
 */
export class PastLooks {
  /** For every open alert, at which block its past is looked into again; null when that is done. */
  private next = new Map<string, bigint | null>();

  constructor(
    private readonly log: Logger,
    private readonly request: RpcRequest,
  ) {}

  lookAgain(alertIds: readonly string[]): void {
    for (const alertId of alertIds) this.next.delete(alertId);
  }

  /** Nothing when no node can tell, or what it tells is nonsense: that is asked again in the next round. */
  async find(open: OpenTransactions, tip: bigint): Promise<AlertChange[]> {
    this.next = new Map([...this.next].filter(([alertId]) => open.has(alertId)));
    const due = open
      .list()
      .filter(({ alertId }) => {
        const at = this.next.get(alertId);
        return at === undefined || (at !== null && tip >= at);
      })
      .slice(0, LOOKED_AT_ONCE);
    if (due.length === 0) return [];
    try {
      const found = await findEarlierOutcomes(this.request, due, tip + 1n);
      for (const { alertId } of due) this.next.set(alertId, this.next.has(alertId) ? null : tip + SECOND_LOOK_BLOCKS);
      return found.filter(({ alertId }) => open.has(alertId));
    } catch (error) {
      this.log.warn({ err: error, alerts: due.length }, "the past of alerts' transactions can't be read, trying again");
      return [];
    }
  }
}
