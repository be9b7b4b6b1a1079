import type { JsonRpcSocket } from "./json-rpc-socket";

interface HeartbeatOptions {
  socket: Pick<JsonRpcSocket, "ping" | "lastMessageAtMs">;
  intervalMs: number;
  timeoutMs: number;
  onPong: (roundTripMs: number) => void;
  /** The peer is gone: neither a pong nor anything else arrived in time. */
  onDead: () => void;
}

/**
 * Pings the peer at an interval and calls `onDead` when nothing comes back in time; a half-open socket is otherwise
 * never noticed, because TCP itself would wait for hours. Returns the function that ends it.
 */
export function startHeartbeat({ socket, intervalMs, timeoutMs, onPong, onDead }: HeartbeatOptions): () => void {
  let deadline: NodeJS.Timeout | null = null;
  let isStopped = false;
  const interval = setInterval(() => {
    if (deadline) return;
    const sentAtMs = Date.now();
    let isAnswered = false;
    const judge = () => {
      deadline = null;
      if (!isStopped && !isAnswered && socket.lastMessageAtMs <= sentAtMs) onDead();
    };
    // When this process itself was blocked, the pong may wait unread: let the sockets be read before judging.
    deadline = setTimeout(() => setImmediate(judge), timeoutMs);
    socket.ping((roundTripMs) => {
      isAnswered = true;
      if (deadline) clearTimeout(deadline);
      deadline = null;
      onPong(roundTripMs);
    });
  }, intervalMs);
  return () => {
    isStopped = true;
    clearInterval(interval);
    if (deadline) clearTimeout(deadline);
  };
}
