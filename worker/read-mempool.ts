import { recordSimulation } from "~/domain/alerts/record-simulation.server";
import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";
import type { Context } from "~/platform/context.server";
import type { NetworkListener } from "./listener/create-network-listener";
import type { RuleIndex } from "./matcher/rule-index";
import { createPendingPath } from "./pending-path";
import type { Recorder } from "./recorder/recorder";
import { createRing } from "./ring/create-ring";
import { createOutcomeLabels } from "./simulator/create-outcome-labels";
import { createSimulator } from "./simulator/create-simulator";
import { recordInnerCalls } from "./simulator/record-inner-calls";

interface MempoolParts {
  network: { id: string };
  listener: NetworkListener;
  recorder: Recorder;
  watched: { has(address: string): boolean };
  log: Context["log"];
  index: () => RuleIndex;
  leaseToken: () => bigint;
  onPending: (transaction: RpcTransaction) => void;
  onFound: () => void;
}

/** What looks at pending transactions: the hot path, and beside it the ring and the simulator. */
export function readMempool(ctx: Context, parts: MempoolParts) {
  const { network, listener, recorder, leaseToken, log, index, onPending, onFound } = parts;
  const networkId = network.id;
  const ring = createRing(ctx, { networkId, maxBytes: ctx.env.RING_MAX_MB * 2 ** 20 });
  const simulator = createSimulator({
    rpc: listener,
    budget: { perSecond: ctx.env.SIMULATION_PER_SECOND },
    onCalls: (transaction, calls) => onInnerCalls(transaction, calls),
  });
  const found = { networkId, index, leaseToken, recorder };
  const firstSeen = (hash: string) => listener.firstSeen(hash);
  const onInnerCalls = recordInnerCalls({ ...found, firstSeen, onFound });
  const labels = createOutcomeLabels({
    log,
    simulator,
    settled: () => recorder.settled(),
    save: (simulation) => recordSimulation(ctx, { ...simulation, networkId, leaseToken: leaseToken() }),
  });
  const onTransaction = createPendingPath({
    ...found,
    watched: parts.watched,
    ring,
    simulator,
    onPending,
    onFound(transaction) {
      onFound();
      labels.add(transaction);
    },
  });
  return { onTransaction, ring, simulator };
}
