import type { WebSocket } from "ws";

import type { Delivery } from "./dialects";

/** One client of the fault node, and what it is subscribed to. */
export interface Connection {
  socket: WebSocket;
  heads: string[];
  pending: { id: string; delivery: Delivery }[];
  dropped: string[];
}

/** Sends one notification. */
export function notify({ socket }: Connection, subscription: string, result: unknown): void {
  socket.send(JSON.stringify({ jsonrpc: "2.0", method: "eth_subscription", params: { subscription, result } }));
}
