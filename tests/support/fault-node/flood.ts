import { WebSocketServer } from "ws";

/**
 * A process of its own: a node of chain 1 that, once subscribed to, sends so many different transactions a second for
 * so many seconds. `node --import tsx flood.ts TRANSACTIONS_PER_SECOND SECONDS`; its first message holds the port, the
 * second how many it sent and how long that took.
 */
const perSecond = Number(process.argv[2]);
const total = perSecond * Number(process.argv[3]);
const TICK_MS = 5;
/** A reader that doesn't keep up is not made to hold it all. */
const MOST_BUFFERED_BYTES = 16 * 1024 * 1024;

const RESULTS: Record<string, unknown> = { eth_chainId: "0x1", eth_blockNumber: "0x1", eth_getBlockByNumber: null };
const BODY = JSON.stringify({
  from: "0x00000000000000000000000000000000000000aa",
  to: "0x00000000000000000000000000000000000000bb",
  input: `0xa9059cbb${"0".repeat(128)}`,
  value: "0x0",
  nonce: "0x1",
  gas: "0x5208",
  maxFeePerGas: "0x77359400",
  maxPriorityFeePerGas: "0x3b9aca00",
  type: "0x2",
  chainId: "0x1",
  blockHash: null,
  blockNumber: null,
  transactionIndex: null,
}).slice(1);

const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
server.on("listening", () => {
  const address = server.address();
  process.send?.({ port: typeof address === "object" && address ? address.port : 0 });
});
server.on("connection", (socket) => {
  let subscriptions = 0;
  socket.on("message", (data) => {
    const { id, method, params } = JSON.parse(data.toString()) as { id: number; method: string; params: unknown[] };
    const isKnown = params[0] === "newHeads" || params[0] === "newPendingTransactions";
    if (method === "eth_subscribe" && !isKnown) {
      socket.send(JSON.stringify({ jsonrpc: "2.0", id, error: { code: -32601, message: "no such subscription" } }));
      return;
    }
    const result = method === "eth_subscribe" ? `0x${++subscriptions}` : RESULTS[method];
    socket.send(JSON.stringify({ jsonrpc: "2.0", id, result }));
    if (params[0] === "newPendingTransactions") setTimeout(() => flood(`0x${subscriptions}`), 500);
  });

  const flood = (subscription: string) => {
    const head = `{"jsonrpc":"2.0","method":"eth_subscription","params":{"subscription":"${subscription}","result":{"hash":"0x`;
    const startedAt = performance.now();
    let sent = 0;
    const timer = setInterval(() => {
      const due = Math.min(total, Math.floor(((performance.now() - startedAt) / 1000) * perSecond));
      while (sent < due && socket.bufferedAmount < MOST_BUFFERED_BYTES) {
        sent += 1;
        // Like real hashes, spread over all values.
        const spread = (Math.imul(sent, 0x9e3779b1) >>> 0).toString(16).padStart(8, "0");
        socket.send(`${head}${sent.toString(16).padStart(56, "0")}${spread}",${BODY}}}`);
      }
      if (sent < total) return;
      clearInterval(timer);
      process.send?.({ sent, ms: performance.now() - startedAt });
    }, TICK_MS);
    socket.on("close", () => clearInterval(timer));
  };
});
