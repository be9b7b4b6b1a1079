import type { NetworkReport } from "~/domain/networks/network-report";
import { type EndpointReport, reportEndpointStates } from "~/domain/networks/report-endpoint-states.server";
import { saveNetworkReport } from "~/domain/networks/save-network-report.server";
import type { Context } from "~/platform/context.server";

const REPORT_EVERY_MS = 2_000;
/** A change of state is reported at once, but a flapping endpoint writes no more often than this. */
const REPORT_AT_MOST_MS = 250;

interface ReportsOptions {
  networkId: string;
  leaseToken: () => bigint;
  endpoints: () => readonly EndpointReport[];
  network: () => NetworkReport;
}

/**
 * Reports the endpoints and the network as a whole every 2 s, and soon after `changed`; a failure is left to the next
 * turn.
 */
export function startReports(ctx: Context, options: ReportsOptions): { changed(): void; stop(): void } {
  const { networkId } = options;
  let soon: NodeJS.Timeout | null = null;
  let running = false;
  let failing = false;
  const report = async () => {
    soon = null;
    // A database that hangs would gather reports.
    if (running) return;
    running = true;
    try {
      await reportEndpointStates(ctx, { networkId, reports: options.endpoints() });
      await saveNetworkReport(ctx, { networkId, leaseToken: options.leaseToken(), report: options.network() });
      failing = false;
    } catch (error) {
      // Without it the pages say that no worker reports, which is not what is wrong.
      if (!failing) ctx.log.warn({ err: error, networkId }, "the network's state can't be reported, trying again");
      failing = true;
    } finally {
      running = false;
    }
  };
  const timer = setInterval(() => void report(), REPORT_EVERY_MS);
  return {
    changed() {
      soon ??= setTimeout(() => void report(), REPORT_AT_MOST_MS);
    },
    stop() {
      clearInterval(timer);
      if (soon) clearTimeout(soon);
    },
  };
}
