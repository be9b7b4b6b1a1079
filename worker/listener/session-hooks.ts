import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";

import type { EndpointStats } from "./create-endpoint-stats";
import type { BlockHead, ListenerTuning, SubscriptionKind } from "./types";

/** Why a usable connection is not fully well; null when it is. */
export type SessionTrouble = { kind: "silent" | "stale"; reason: string } | null;

/** What a connection tells its endpoint; nothing here may await or throw. */
interface SessionHooks {
  onReady: () => void;
  onTrouble: (trouble: SessionTrouble) => void;
  onKind: (kind: SubscriptionKind) => void;
  onTransaction: (transaction: RpcTransaction, atMs: number) => void;
  onHash: (hash: string, atMs: number) => boolean;
  isDelivered: (hash: string) => boolean;
  onHead: (head: BlockHead) => void;
  /** Null when nobody wants to know which transactions a node's pool let go. */
  onDropped: ((hash: string) => void) | null;
  onBadFrame: () => void;
  /** The highest head that any endpoint of the network has shown. */
  networkHead: () => bigint | null;
  /** Once. `isWrongChain`: the node serves another chain than the one configured. */
  onClosed: (reason: string, isWrongChain: boolean) => void;
}

/** One connection to make. */
export interface SessionOptions {
  url: string;
  chainId: number;
  tuning: ListenerTuning;
  stats: EndpointStats;
  redact: (text: string) => string;
  hooks: SessionHooks;
}
