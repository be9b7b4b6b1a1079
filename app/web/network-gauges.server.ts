import type { Gauge } from "prom-client";

import type { Network } from "~/domain/networks/network";

type MakeGauge = (name: string, help: string, labelNames: string[]) => Gauge;

/** What the workers report of networks, as Prometheus sees it. Without a fresh report nothing is set. */
export function createNetworkGauges(make: MakeGauge): { all: Gauge[]; set(networks: readonly Network[]): void } {
  const gauge = (name: string, help: string) => make(`network_${name}`, help, ["network"]);
  const gauges = {
    backlogBlocks: gauge("backlog_blocks", "Blocks announced or missed that are still to be read"),
    latestBlock: gauge("latest_block", "The newest block that an endpoint announced"),
    checkpoint: gauge("checkpoint_block", "The newest block that was read whole and matched"),
    rules: gauge("rules", "Rules that are watched for"),
    waiting: gauge("recorder_waiting", "Matches that wait to be written"),
    lost: gauge("recorder_lost", "Matches that could not be kept since the worker started"),
    journalBytes: gauge("journal_bytes", "Size of the journal that keeps matches while the database is away"),
    shed: gauge("simulation_shed", "Simulations left undone because the budget was spent"),
    loopDelay: gauge("worker_loop_delay_p99_ms", "How late the worker's event loop is"),
    resident: gauge("worker_resident_mb", "Resident memory of the worker's process"),
  };
  const setOne = (network: string, report: NonNullable<Network["health"]["report"]>) => {
    const set = (one: Gauge, value: number | null | undefined) => {
      if (value !== null && value !== undefined) one.set({ network }, value);
    };
    set(gauges.backlogBlocks, report.backlogBlocks);
    set(gauges.latestBlock, report.latestBlock);
    set(gauges.checkpoint, report.checkpoint);
    set(gauges.rules, report.rules);
    set(gauges.waiting, report.recorder.waiting);
    set(gauges.lost, report.recorder.lost);
    set(gauges.journalBytes, report.recorder.journal.bytes);
    set(gauges.shed, report.simulation?.shed);
    set(gauges.loopDelay, report.worker?.loopDelayP99Ms);
    set(gauges.resident, report.worker?.rssMb);
  };
  return {
    all: Object.values(gauges),
    set(networks) {
      for (const { name, health } of networks) if (health.report !== null) setOne(name, health.report);
    },
  };
}
