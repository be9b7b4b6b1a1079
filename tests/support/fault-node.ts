import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { type WebSocket, WebSocketServer } from "ws";
import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";

import { blockHeader, type HeaderFields, hex } from "./fault-node/block-header";
import { type Connection, notify } from "./fault-node/connection";
import { deliveryOf, type FaultNodeDialect, refusalOf, tellsDropped } from "./fault-node/dialects";

interface FaultNodeOptions {
  chainId?: number;
  dialect?: FaultNodeDialect;
  /** A free one by default. */
  port?: number;
}

/** What a canned method answers; throw `FaultNodeError` for a JSON-RPC error, return `NO_ANSWER` to stay mute. */
type FaultNodeAnswer = (params: unknown[]) => unknown;

export const NO_ANSWER = Symbol("no answer");

/** A JSON-RPC error as the node's answer. */
export class FaultNodeError extends Error {
  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

/** Starts a scriptable WebSocket JSON-RPC node on 127.0.0.1. */
export async function startFaultNode(options: FaultNodeOptions = {}): Promise<FaultNode> {
  const node = new FaultNode(options);
  await node.restart();
  return node;
}

/** A real socket server that misbehaves on command. It speaks enough JSON-RPC for the listener. */
export class FaultNode {
  port: number;
  chainId: number;
  dialect: FaultNodeDialect;
  /** Calls per method, batches counted one by one. */
  readonly requests = new Map<string, number>();
  /** Frames with more than one call. */
  batches = 0;
  /** Connections accepted since the first start. */
  accepted = 0;
  /** Rewrites what is sent for one frame of calls (an answer, or an array of them); null sends nothing. */
  reply: ((answer: object) => object | null) | null = null;
  /** Told of every call. */
  onCall: ((method: string, params: unknown[]) => void) | null = null;
  private readonly answers = new Map<string, FaultNodeAnswer>();
  private readonly transactions = new Map<string, RpcTransaction>();
  private readonly connections = new Set<Connection>();
  private server: Server | null = null;
  private isFrozen = false;
  private nextId = 1;
  private latest: Record<string, unknown> = blockHeader({ number: 1 });

  constructor({ chainId = 1, dialect = "geth", port = 0 }: FaultNodeOptions) {
    this.chainId = chainId;
    this.dialect = dialect;
    this.port = port;
  }

  get url(): string {
    return `ws://127.0.0.1:${this.port}`;
  }

  /** Live subscriptions over all connections. */
  get subscriptions(): { heads: number; pending: number; dropped: number } {
    const count = (kind: "heads" | "pending" | "dropped") =>
      [...this.connections].reduce((sum, connection) => sum + connection[kind].length, 0);
    return { heads: count("heads"), pending: count("pending"), dropped: count("dropped") };
  }

  /** Sends the transaction to every pending subscription, in the dialect's shape. */
  announce(transaction: RpcTransaction): void {
    this.transactions.set(transaction.hash, transaction);
    if (this.isFrozen || this.dialect === "silent") return;
    const { from: _from, ...withoutSender } = transaction;
    const shapes = { full: transaction, full_without_sender: withoutSender, hashes: transaction.hash };
    for (const connection of this.connections) {
      for (const { id, delivery } of connection.pending) {
        if (delivery !== "nothing") notify(connection, id, shapes[delivery]);
      }
    }
  }

  /** Tells every subscription to what the pool let go. */
  dropTransaction(hash: string): void {
    for (const connection of this.connections) for (const id of connection.dropped) notify(connection, id, hash);
  }

  /** Announces a block and makes it the latest. Missing fields are made up from the number. */
  head(fields: HeaderFields): void {
    this.latest = blockHeader(fields);
    if (this.isFrozen) return;
    for (const connection of this.connections) {
      for (const id of connection.heads) notify(connection, id, this.latest);
    }
  }

  /** Makes a block the latest without announcing it: a subscription that has died. */
  headSilently(fields: { number: number; hash?: string }): void {
    this.latest = blockHeader(fields);
  }

  /** Replaces or adds a method. */
  answer(method: string, fn: FaultNodeAnswer): void {
    this.answers.set(method, fn);
  }

  /** Sends something raw to every connection. */
  sendRaw(text: string): void {
    for (const { socket } of this.connections) socket.send(text);
  }

  /** Frames that are no JSON, no JSON-RPC, or answers nobody asked for. */
  sendGarbage(): void {
    for (const text of ["{not json", "null", "42", '"text"', "[]", "[null]", "{}", '{"id":987654321,"result":1}']) {
      this.sendRaw(text);
    }
    this.sendRaw('{"jsonrpc":"2.0","method":"eth_subscription","params":{"subscription":"0xnobody","result":{}}}');
    for (const { socket } of this.connections) socket.send(Buffer.from([0xff, 0xfe, 0x00]));
  }

  /** Cuts every connection without a closing handshake. */
  dropConnections(): void {
    for (const { socket } of this.connections) socket.terminate();
  }

  /** Half-open from now on: sockets stay open, nothing is read, answered or ponged; new ones are accepted the same. */
  freeze(): void {
    this.isFrozen = true;
    for (const { socket } of this.connections) socket.pause();
  }

  unfreeze(): void {
    this.isFrozen = false;
    for (const { socket } of this.connections) socket.resume();
  }

  /** Goes away: connections are cut, the port refuses. */
  async stop(): Promise<void> {
    const server = this.server;
    if (!server) return;
    this.server = null;
    this.dropConnections();
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  /** Comes (back) on the same port. */
  async restart(): Promise<void> {
    await this.stop();
    this.isFrozen = false;
    const server = createServer((_request, response) => response.writeHead(426).end());
    const sockets = new WebSocketServer({ server });
    sockets.on("connection", (socket) => this.accept(socket));
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(this.port, "127.0.0.1", resolve);
    });
    this.port = (server.address() as AddressInfo).port;
    this.server = server;
  }

  private accept(socket: WebSocket): void {
    this.accepted++;
    const connection: Connection = { socket, heads: [], pending: [], dropped: [] };
    this.connections.add(connection);
    socket.on("close", () => this.connections.delete(connection));
    socket.on("error", () => socket.terminate());
    socket.on("message", (data) => this.onFrame(connection, data.toString()));
    if (this.isFrozen) socket.pause();
  }

  private onFrame(connection: Connection, text: string): void {
    const frame = JSON.parse(text) as Call | Call[];
    if (Array.isArray(frame)) {
      this.batches++;
      const answers = frame.map((call) => this.call(connection, call)).filter((one) => one !== null);
      if (answers.length > 0) this.send(connection, answers);
      return;
    }
    const answer = this.call(connection, frame);
    if (answer) this.send(connection, answer);
  }

  private send({ socket }: Connection, answer: object): void {
    const sent = this.reply ? this.reply(answer) : answer;
    if (sent !== null) socket.send(JSON.stringify(sent));
  }

  private call(connection: Connection, { id, method, params }: Call): object | null {
    this.onCall?.(method, params);
    this.requests.set(method, (this.requests.get(method) ?? 0) + 1);
    try {
      const canned = this.answers.get(method);
      const result = canned ? canned(params) : this.builtIn(connection, method, params);
      return result === NO_ANSWER ? null : { jsonrpc: "2.0", id, result };
    } catch (error) {
      const code = error instanceof FaultNodeError ? error.code : -32000;
      return { jsonrpc: "2.0", id, error: { code, message: error instanceof Error ? error.message : "failed" } };
    }
  }

  private builtIn(connection: Connection, method: string, params: unknown[]): unknown {
    switch (method) {
      case "eth_chainId":
        return hex(this.chainId);
      case "eth_blockNumber":
        return this.latest.number;
      case "eth_getBlockByNumber":
        return params[0] === "latest" || params[0] === this.latest.number ? this.latest : null;
      case "eth_getTransactionByHash":
        return this.transactions.get(String(params[0])) ?? null;
      case "eth_subscribe":
        return this.subscribe(connection, params);
      default:
        throw new FaultNodeError(-32601, `the method ${method} does not exist`);
    }
  }

  private subscribe(connection: Connection, [kind, option]: unknown[]): string {
    // Besu and hardhat count from one for every connection.
    const isCounted = this.dialect === "besu" || this.dialect === "hardhat";
    const { heads, pending, dropped } = connection;
    const id = hex(isCounted ? heads.length + pending.length + dropped.length + 1 : this.nextId++);
    const delivery = deliveryOf(this.dialect, kind, option);
    if (kind === "newHeads") heads.push(id);
    else if (kind === "droppedPendingTransactions" && tellsDropped(this.dialect)) dropped.push(id);
    else if (delivery !== null) pending.push({ id, delivery });
    else {
      const { code, message } = refusalOf(this.dialect);
      throw new FaultNodeError(code, message);
    }
    return id;
  }
}

interface Call {
  id: unknown;
  method: string;
  params: unknown[];
}
