import { Interface, WebSocketProvider } from "ethers";
import { pino } from "pino";
import { WebSocket } from "ws";

import { resolveSignature } from "~/domain/signatures/resolve-signature";
import { createLifecycle } from "../../worker/lifecycle/create-lifecycle";
import { createNetworkListener } from "../../worker/listener/create-network-listener";
import { AddressFilter } from "../../worker/matcher/address-filter";
import { buildRuleIndex } from "../../worker/matcher/build-rule-index";
import { createPendingPath } from "../../worker/pending-path";
import { benchRules } from "./bench-rules";
import { readMainnetTransactions } from "./workload";

/** Reads one flood; `onEach` is called for each transaction that went all the way, and says when that was the last. */
export type Reader = (url: string, onEach: () => void) => { matches: () => number; stop: () => Promise<void> };

/** The floor: the fewest things a client must do. Socket options as in our listener, so that only the rest differs. */
export const readFloor: Reader = (url, onEach) => {
  const socket = new WebSocket(url, { perMessageDeflate: false, skipUTF8Validation: true });
  socket.on("open", () => {
    socket.send(
      JSON.stringify({ jsonrpc: "2.0", id: 1, method: "eth_subscribe", params: ["newPendingTransactions", true] }),
    );
  });
  socket.on("message", (data) => {
    const message = JSON.parse(data.toString()) as { params?: { result: unknown } };
    if (message.params) onEach();
  });
  return { matches: () => 0, stop: async () => socket.terminate() };
};

/**
 * Sentinel's own path from the socket to the recorder, as `watchNetwork` puts it together: de-duplication, unpacking, the
 * calldata scan when there is a rule for it, the lifecycle's look, and what is kept for replays. Only what comes after a
 * match (database, simulation) is left out.
 */
export function pipelineReader(rules: number, { withMentions = false }: { withMentions?: boolean } = {}): Reader {
  const sources = benchRules(rules, readMainnetTransactions(), { withMentions });
  const index = buildRuleIndex(sources, { lists: new Map() });
  if (index.rejected.length > 0) throw new Error(`rejected: ${JSON.stringify(index.rejected[0])}`);
  const addresses = new Set(sources.flatMap((rule) => (rule.watchlistId === null ? [] : (rule.addresses ?? []))));
  const filter = new AddressFilter(addresses, addresses.size);
  const log = pino({ level: "warn" });
  return (url, onEach) => {
    let matches = 0;
    const lifecycle = createLifecycle({ ...NOTHING_OPEN, network: { id: "bench", name: "bench" }, log });
    const onTransaction = createPendingPath({
      networkId: "bench",
      leaseToken: () => 1n,
      index: () => index,
      watched: { has: (address) => filter.mayHave(address) && addresses.has(address) },
      recorder: {
        add() {
          matches += 1;
          return true;
        },
      },
      ring: { add() {} },
      simulator: NO_SIMULATION,
      onPending: (transaction) => lifecycle.onPending(transaction),
      onFound() {},
    });
    const listener = createNetworkListener({
      network: { id: "bench", name: "bench", chainId: 1 },
      endpoints: [{ id: "feeder", url }],
      log,
      onTransaction: (transaction, seen) => {
        const isTaken = onTransaction(transaction, seen);
        onEach();
        return isTaken;
      },
      onHead: () => {},
      onGap: () => {},
    });
    listener.start();
    return { matches: () => matches, stop: () => listener.stop() };
  };
}

const NOTHING_OPEN = {
  request: () => Promise.reject(new Error("nobody is asked")),
  listOpen: async () => [],
  record: async () => {},
  reopen: async () => {},
};

const NO_SIMULATION = {
  status: () => ({ features: { simulate: false, trace: false }, simulated: 0, traced: 0, shed: 0, waiting: 0 }),
  search() {},
};

/** What one writes first: a hash from ethers, a request for its transaction, and a look at every rule. */
export function ethersReader(count: number): Reader {
  const rules = benchRules(count, readMainnetTransactions()).flatMap(({ addresses, signature }) => {
    const resolved = signature === null ? null : resolveSignature({ signature, abi: null });
    const [fn] = resolved?.ok ? resolved.functions : [];
    const contract = new Interface(fn?.signature ? [`function ${fn.signature}`] : []);
    return fn ? [{ address: addresses?.[0] ?? "", selector: fn.selector, contract }] : [];
  });
  return (url, onEach) => {
    let matches = 0;
    const provider = new WebSocketProvider(url);
    void provider.on("pending", async (hash: string) => {
      const transaction = await provider.getTransaction(hash);
      const to = transaction?.to?.toLowerCase();
      for (const rule of rules) {
        if (!transaction || rule.address !== to || !transaction.data.startsWith(rule.selector)) continue;
        matches += 1;
        rule.contract.parseTransaction(transaction);
      }
      onEach();
    });
    return { matches: () => matches, stop: () => provider.destroy() };
  };
}
