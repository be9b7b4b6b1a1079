import type { Socket } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";

import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";
import { answerAsNode, isPendingSubscription, type NodeRequest, pendingNotification } from "./node-answers";
import { readMainnetTransactions } from "./workload";

/**
 * A process of its own that answers like geth and then floods: the real transactions of the workload, in as many
 * rounds as are asked for (`?count=`), each round with other hashes so that none is a duplicate. Frames are encoded
 * beforehand and written in blocks, so that the reader is what is measured.
 */
const MAX_ROUNDS = 12;
const BLOCK_BYTES = 64 * 1024;
/** Time for the reader to finish subscribing. */
const START_DELAY_MS = 200;
const workload = readMainnetTransactions();
const byHash = new Map<string, RpcTransaction>();
const frames = { full: [] as Buffer[], hashes: [] as Buffer[] };
for (let round = 0; round < MAX_ROUNDS; round += 1) {
  for (const transaction of workload) {
    const hash = transaction.hash.slice(0, -2) + round.toString(16).padStart(2, "0");
    frames.full.push(frame(pendingNotification({ ...transaction, hash })));
    frames.hashes.push(frame(pendingNotification(hash)));
    byHash.set(hash, transaction);
  }
}

/** A text frame as a server sends it: unmasked, in one piece (RFC 6455, section 5.2). */
function frame(text: string): Buffer {
  const payload = Buffer.from(text);
  const header = Buffer.alloc(payload.length < 126 ? 2 : payload.length < 65_536 ? 4 : 10);
  header[0] = 0x81;
  if (payload.length < 126) header[1] = payload.length;
  else if (payload.length < 65_536) {
    header[1] = 126;
    header.writeUInt16BE(payload.length, 2);
  } else {
    header[1] = 127;
    header.writeBigUInt64BE(BigInt(payload.length), 2);
  }
  return Buffer.concat([header, payload]);
}

function answer(socket: WebSocket, raw: Socket, count: number, request: NodeRequest): void {
  socket.send(answerAsNode(request, byHash));
  if (!isPendingSubscription(request)) return;
  const kind = request.params?.[1] === true ? frames.full : frames.hashes;
  setTimeout(() => void flood(raw, kind.slice(0, count)), START_DELAY_MS);
}

async function flood(raw: Socket, all: Buffer[]): Promise<void> {
  let block: Buffer[] = [];
  let bytes = 0;
  for (const one of all) {
    block.push(one);
    bytes += one.length;
    if (bytes < BLOCK_BYTES) continue;
    if (!raw.write(Buffer.concat(block))) await new Promise((resolve) => raw.once("drain", resolve));
    if (raw.destroyed) return;
    block = [];
    bytes = 0;
  }
  raw.write(Buffer.concat(block));
}

const server = new WebSocketServer({ port: 0, host: "127.0.0.1", perMessageDeflate: false });
server.on("connection", (socket, request) => {
  const count = Number(new URL(request.url ?? "/", "ws://feeder").searchParams.get("count"));
  socket.on("error", (error) => console.error(error));
  socket.on("message", (data) => {
    const message = JSON.parse(data.toString()) as NodeRequest | NodeRequest[];
    for (const one of Array.isArray(message) ? message : [message]) answer(socket, request.socket, count, one);
  });
});
server.on("listening", () => {
  const address = server.address();
  process.send?.({ port: typeof address === "object" && address ? address.port : 0, frames: frames.full.length });
});
process.on("disconnect", () => process.exit(0));
