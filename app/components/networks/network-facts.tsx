import type { ReactNode } from "react";

import { cx } from "~/components/cx";
import { sizeWords } from "~/components/format/size-words";
import { TimeSince } from "~/components/time-since";
import type { NetworkMode, NetworkReport } from "~/domain/networks/network-report";

const MODES: Record<NetworkMode, string> = {
  mempool: "mempool and blocks",
  blocks: "blocks only",
  unknown: "not known yet",
};

const whole = (number: number | null) => (number === null ? "–" : number.toLocaleString("en-US"));

/** What the worker says of the network as a whole. */
export function NetworkFacts({ report }: { report: NetworkReport }) {
  const { mode, latestBlock, checkpoint, backlogBlocks, blocksFailingSince, transactions, rules, recorder } = report;
  const waiting = recorder.waiting + recorder.journal.alerts;
  const isHeldUp = recorder.failingSince !== null || recorder.journal.alerts > 0;
  return (
    <dl className="mb-4 grid grid-cols-2 gap-x-6 gap-y-2.5 text-sm sm:grid-cols-4">
      <Fact name="Watched by">{MODES[mode]}</Fact>
      <Fact name="Newest block">{whole(latestBlock)}</Fact>
      <Fact name="Read to block" isBad={blocksFailingSince !== null}>
        {whole(checkpoint)}
        {blocksFailingSince === null ? null : (
          <>
            , stuck for <TimeSince at={blocksFailingSince} />
          </>
        )}
      </Fact>
      <Fact name="Blocks to read">{whole(backlogBlocks)}</Fact>
      <Fact name="Rules">{whole(rules)}</Fact>
      <Fact name="Pending seen">{whole(transactions)}</Fact>
      <Fact name="Simulated">{simulationWords(report.simulation)}</Fact>
      <Fact name="Worker">{loadWords(report.worker)}</Fact>
      {isHeldUp ? (
        <Fact name="Waiting for the database" isBad>
          {whole(waiting)} {waiting === 1 ? "alert" : "alerts"}, {sizeWords(recorder.journal.bytes)} in the journal
        </Fact>
      ) : null}
      {recorder.lost > 0 ? (
        <Fact name="Alerts lost" isBad>
          {whole(recorder.lost)}
        </Fact>
      ) : null}
    </dl>
  );
}

/** What was simulated, and what could not be. */
function simulationWords(simulation: NetworkReport["simulation"]): string {
  if (simulation === null) return "nothing";
  const { simulated, traced, shed, features } = simulation;
  const parts = [
    whole(simulated),
    traced > 0 ? `${whole(traced)} traced` : "",
    simulated > 0 && !features.trace ? "no endpoint traces" : "",
    shed > 0 ? `${whole(shed)} left out: budget spent` : "",
  ];
  return parts.filter((part) => part !== "").join(", ");
}

function loadWords(worker: NetworkReport["worker"]): string {
  return worker === null ? "–" : `${whole(worker.rssMb)} MB, loop p99 ${whole(Math.round(worker.loopDelayP99Ms))} ms`;
}

function Fact({ name, isBad = false, children }: { name: string; isBad?: boolean; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-faint">{name}</dt>
      <dd className={cx("tabular [overflow-wrap:anywhere]", isBad && "font-medium text-critical")}>{children}</dd>
    </div>
  );
}
