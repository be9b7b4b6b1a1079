import { pino } from "pino";
import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";
import { createNetworkListener, type NetworkListener } from "../../../worker/listener/create-network-listener";
import type { BlockHead, EndpointStatus, FirstSeen, ListenerTuning, NetworkGap } from "../../../worker/listener/types";

/** Times with which faults show within a test's patience. */
const quickTuning: Partial<ListenerTuning> = {
  handshakeTimeoutMs: 5_000,
  requestTimeoutMs: 5_000,
  pingIntervalMs: 100,
  pongTimeoutMs: 2_000,
  silentAfterMs: 300,
  watchdogTickMs: 25,
  backoffBaseMs: 50,
  backoffCapMs: 200,
  quarantineRetryMs: 200,
  lookupRetryDelaysMs: [20, 50, 100],
};

interface Listening extends AsyncDisposable {
  listener: NetworkListener;
  transactions: { transaction: RpcTransaction; seen: FirstSeen }[];
  heads: BlockHead[];
  gaps: NetworkGap[];
  changes: EndpointStatus[];
  dropped: string[];
  /** Everything that was logged, as lines of JSON. */
  logged: string[];
  /** The only (or the numbered) endpoint's present status. */
  endpoint: (index?: number) => EndpointStatus;
  /** Hashes in order of arrival. */
  hashes: () => string[];
}

/** Starts a listener on these URLs and keeps everything that it reports. Use with `await using`. */
export function listen(urls: string[], tuning: Partial<ListenerTuning> = {}, chainId = 1): Listening {
  const logged: string[] = [];
  const log = pino({ level: "debug" }, { write: (line: string) => void logged.push(line) });
  const transactions: Listening["transactions"] = [];
  const heads: BlockHead[] = [];
  const gaps: NetworkGap[] = [];
  const changes: EndpointStatus[] = [];
  const dropped: string[] = [];
  const listener = createNetworkListener({
    network: { id: "00000000-0000-7000-8000-000000000001", name: "testnet", chainId },
    endpoints: urls.map((url, index) => ({ id: `endpoint-${index}`, url })),
    log,
    onTransaction: (transaction, seen) => transactions.push({ transaction, seen }),
    onHead: (head) => heads.push(head),
    onGap: (gap) => gaps.push(gap),
    onEndpointChange: (status) => changes.push(status),
    onDropped: (hash) => dropped.push(hash),
    tuning: { ...quickTuning, ...tuning },
  });
  listener.start();
  const endpoint = (index = 0): EndpointStatus => {
    const status = listener.status().endpoints[index];
    if (!status) throw new Error(`no endpoint ${index}`);
    return status;
  };
  return {
    listener,
    transactions,
    heads,
    gaps,
    changes,
    dropped,
    logged,
    endpoint,
    hashes: () => transactions.map(({ transaction }) => transaction.hash),
    [Symbol.asyncDispose]: () => listener.stop(),
  };
}

/** A plausible pending transaction with a hash made from the number. */
export function pendingTransaction(number: number, fields: Partial<RpcTransaction> = {}): RpcTransaction {
  return {
    hash: `0x${number.toString(16).padStart(64, "0")}`,
    from: "0x00000000000000000000000000000000000000aa",
    to: "0x00000000000000000000000000000000000000bb",
    input: "0x715018a6",
    value: "0x0",
    nonce: `0x${number.toString(16)}`,
    gas: "0x5208",
    type: "0x2",
    blockHash: null,
    blockNumber: null,
    transactionIndex: null,
    ...fields,
  };
}
