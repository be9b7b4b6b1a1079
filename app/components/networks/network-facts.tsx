import type { ReactNode } from "react";

import { cx } from "~/components/cx";
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
  const isHeldUp = recorder.failingSince !== null || recorder.journal.alerts > 0;
  return (
    <dl className="mb-4 grid grid-cols-2 gap-x-6 gap-y-2 text-sm sm:grid-cols-3 lg:grid-cols-6">
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
      <Fact name="Pending seen">{whole(transactions)}</Fact>
      <Fact name="Rules">{whole(rules)}</Fact>
      {isHeldUp ? (
        <Fact name="Waiting for the database" isBad>
          {whole(recorder.waiting + recorder.journal.alerts)} alerts, {whole(Math.ceil(recorder.journal.bytes / 1024))}{" "}
          KiB of them in the journal
        </Fact>
      ) : null}
      {recorder.lost > 0 ? (
        <Fact name="Alerts lost" isBad>
          {whole(recorder.lost)}
        </Fact>
      ) : null}
      <Simulation simulation={report.simulation} />
    </dl>
  );
}

function Simulation({ simulation }: { simulation: NetworkReport["simulation"] }) {
  if (simulation === null) return null;
  const { simulated, traced, shed } = simulation;
  return (
    <Fact name="Simulated">
      {whole(simulated)}
      {traced > 0 ? `, ${whole(traced)} traced` : ""}
      {shed > 0 ? `, ${whole(shed)} left out` : ""}
    </Fact>
  );
}

function Fact({ name, isBad = false, children }: { name: string; isBad?: boolean; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-faint">{name}</dt>
      <dd className={cx("tabular [overflow-wrap:anywhere]", isBad && "font-medium text-critical")}>{children}</dd>
    </div>
  );
}
