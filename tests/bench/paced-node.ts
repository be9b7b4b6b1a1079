import { type WebSocket, WebSocketServer } from "ws";

import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";
import { answerAsNode, isPendingSubscription, type NodeRequest, pendingNotification } from "./node-answers";

const TICK_MS = 5;

/** A node on this machine that announces transactions at a steady rate. */
export interface PacedNode {
  url: string;
  isSubscribed: () => boolean;
  /** Announces them one after the other; resolves when the last is written. `onWritten` gets each one's time. */
  announce: (
    transactions: readonly RpcTransaction[],
    options: { perSecond: number; onWritten: (hash: string, atMs: number) => void },
  ) => Promise<void>;
  close: () => Promise<void>;
}

/** Starts it on a free port. Times are milliseconds since the epoch with a fraction, as the webhook receiver's. */
export async function startPacedNode(): Promise<PacedNode> {
  const subscribers = new Set<WebSocket>();
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1", perMessageDeflate: false });
  server.on("connection", (socket) => {
    socket.on("close", () => subscribers.delete(socket));
    socket.on("message", (data) => {
      const message = JSON.parse(data.toString()) as NodeRequest | NodeRequest[];
      for (const request of Array.isArray(message) ? message : [message]) {
        socket.send(answerAsNode(request, new Map()));
        if (isPendingSubscription(request)) subscribers.add(socket);
      }
    });
  });
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  return {
    url: `ws://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`,
    isSubscribed: () => subscribers.size > 0,
    announce: (transactions, { perSecond, onWritten }) =>
      new Promise((resolve) => {
        const startedAt = performance.now();
        let sent = 0;
        const timer = setInterval(() => {
          const due = Math.min(transactions.length, Math.floor(((performance.now() - startedAt) * perSecond) / 1000));
          for (const transaction of transactions.slice(sent, due)) {
            const text = pendingNotification(transaction);
            onWritten(transaction.hash, performance.timeOrigin + performance.now());
            for (const socket of subscribers) socket.send(text);
          }
          sent = due;
          if (sent < transactions.length) return;
          clearInterval(timer);
          resolve();
        }, TICK_MS);
      }),
    close: () =>
      new Promise((resolve) => {
        for (const socket of server.clients) socket.terminate();
        server.close(() => resolve());
      }),
  };
}
