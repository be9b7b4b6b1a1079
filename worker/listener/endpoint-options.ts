import type { Logger } from "pino";
import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";

import type { EndpointStats } from "./create-endpoint-stats";
import type { BlockHead, ListenerTuning } from "./types";

/** What an endpoint tells its network; nothing here may await or throw. */
interface EndpointHooks {
  onTransaction: (transaction: RpcTransaction, source: EndpointStats, atMs: number) => void;
  onHash: (hash: string, source: EndpointStats, atMs: number) => boolean;
  isDelivered: (hash: string) => boolean;
  onHead: (head: BlockHead, endpointId: string) => void;
  /** Null when nobody wants to know which transactions a node's pool let go. */
  onDropped: ((hash: string) => void) | null;
  onChange: () => void;
  networkHead: () => bigint | null;
}

/** One endpoint to keep connected. */
export interface EndpointOptions {
  id: string;
  url: string;
  chainId: number;
  tuning: ListenerTuning;
  log: Logger;
  hooks: EndpointHooks;
}
