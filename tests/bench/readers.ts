import { Interface, WebSocketProvider } from "ethers";
import { pino } from "pino";
import { WebSocket } from "ws";

import { resolveSignature } from "~/domain/signatures/resolve-signature";
import { createNetworkListener } from "../../worker/listener/create-network-listener";
import { buildRuleIndex } from "../../worker/matcher/build-rule-index";
import { matchTransaction } from "../../worker/matcher/match-transaction";
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

/** Sentinel's own listener and matcher: de-duplication, unpacking, and the calldata scan when there is a rule for it. */
export function pipelineReader(rules: number, { withMentions = false }: { withMentions?: boolean } = {}): Reader {
  const sources = benchRules(rules, readMainnetTransactions(), { withMentions });
  const index = buildRuleIndex(sources, { lists: new Map() });
  if (index.rejected.length > 0) throw new Error(`rejected: ${JSON.stringify(index.rejected[0])}`);
  return (url, onEach) => {
    let matches = 0;
    const listener = createNetworkListener({
      network: { id: "bench", name: "bench", chainId: 1 },
      endpoints: [{ id: "feeder", url }],
      log: pino({ level: "warn" }),
      onTransaction: (transaction) => {
        matches += matchTransaction(index, "bench", transaction).length;
        onEach();
      },
      onHead: () => {},
      onGap: () => {},
    });
    listener.start();
    return { matches: () => matches, stop: () => listener.stop() };
  };
}

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
