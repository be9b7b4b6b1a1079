import { expect } from "vitest";

import type { Alert } from "~/domain/alerts/alert";
import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";
import type { FaultNode } from "../support/fault-node";
import { pendingTransaction } from "../support/fault-node/listen";
import type { ApiInit, RunningSentinel } from "../support/sentinel";
import { waitFor } from "../support/wait-for";
import type { ReceivedRequest, WebhookReceiver } from "../support/webhook-receiver";

/** The contract that every test here watches. */
export const VAULT = "0x00000000000000000000000000000000000000bb";

/** What the variables of a Sentinel that watches these nodes are, each as the network of its name. */
export function networksOf(nodes: Record<string, { url: string; chainId?: number }>): Record<string, string> {
  const networks = Object.entries(nodes).map(([name, { url, chainId = 1 }]) => ({ name, chainId, rpcUrls: [url] }));
  return { SENTINEL_NETWORKS: JSON.stringify(networks), WEBHOOK_ALLOWED_CIDRS: "127.0.0.0/8" };
}

let numbers = 0;

/** A transaction that gives up the vault, unlike any before. */
export function attack(fields: Partial<RpcTransaction> = {}): RpcTransaction {
  numbers += 1;
  return pendingTransaction(numbers, { to: VAULT, ...fields });
}

/** Announces that many attacks, `everyMs` apart, and returns their hashes. */
export async function announce(node: FaultNode, count: number, everyMs = 0): Promise<string[]> {
  const hashes: string[] = [];
  for (let number = 0; number < count; number += 1) {
    const transaction = attack();
    hashes.push(transaction.hash);
    node.announce(transaction);
    if (everyMs > 0) await new Promise((done) => setTimeout(done, everyMs));
  }
  return hashes;
}

/** A running Sentinel seen by an admin. */
export interface Desk {
  /** The body of a 2xx answer. @throws when it is another. */
  // biome-ignore lint/suspicious/noExplicitAny: tests reach into whatever was answered.
  ask(path: string, init?: ApiInit): Promise<any>;
  /** Watches the vault and lets every call of renounceOwnership tell the receiver. Returns the rule's id. */
  watch(receiver: Pick<WebhookReceiver, "url" | "setSecret">, network?: string): Promise<string>;
  alerts(): Promise<Alert[]>;
  // biome-ignore lint/suspicious/noExplicitAny: tests reach into whatever was answered.
  network(name: string): Promise<any>;
  /** The alerts of exactly these transactions, each once, when all are there. */
  untilAlerted(hashes: string[], timeoutMs?: number): Promise<void>;
}

/** Signs in and offers the few calls that these tests make. */
export async function openDesk(sentinel: Pick<RunningSentinel, "api" | "token">): Promise<Desk> {
  const token = await sentinel.token();
  const ask: Desk["ask"] = async (path, init = {}) => {
    const answer = await sentinel.api(path, { token, ...init });
    if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const alerts: Desk["alerts"] = async () => (await ask("/v1/alerts?limit=100")).data;
  return {
    ask,
    alerts,
    network: async (name) => (await ask("/v1/networks")).data.find((one: { name: string }) => one.name === name),
    watch: async (receiver, network = "main") => {
      const channel = { type: "webhook", name: "Receiver", config: { url: receiver.url } };
      const { id, config } = await ask("/v1/notifications/channels", { body: channel });
      receiver.setSecret(config.secret);
      const entry = await ask("/v1/watchlists", { body: { name: "Vault", network, address: VAULT } });
      const rule = { name: "Renounced", watchlistId: entry.id, signature: "renounceOwnership", severity: "critical" };
      return (await ask("/v1/rules", { body: { ...rule, channels: [id] } })).id;
    },
    untilAlerted: async (hashes, timeoutMs = 15_000) => {
      const wanted = [...hashes].sort();
      const found = await waitFor(
        async () => {
          const all: string[] = (await alerts()).map((alert) => alert.txHash).filter((hash) => hashes.includes(hash));
          return all.length >= wanted.length ? all.sort() : null;
        },
        { timeoutMs, intervalMs: 250, describe: `${wanted.length} alerts are recorded` },
      );
      expect(found).toEqual(wanted);
    },
  };
}

/** Announces one intent again and again until it is alerted: the rule is live then. */
export async function untilLive(desk: Desk, node: FaultNode): Promise<void> {
  await waitFor(() => node.subscriptions.pending > 0, { describe: "Sentinel has subscribed" });
  const probe = attack();
  await waitFor(
    async () => {
      node.announce({ ...probe, hash: attack().hash });
      return (await desk.alerts()).length > 0;
    },
    { intervalMs: 250, describe: "the rule is live" },
  );
}

/** The requests about these transactions, by hash. */
export function toldOf(receiver: WebhookReceiver, hashes: string[]): Map<string, ReceivedRequest[]> {
  const told = new Map<string, ReceivedRequest[]>(hashes.map((hash) => [hash, []]));
  for (const request of receiver.requests) told.get(request.json?.data?.txHash)?.push(request);
  return told;
}

/** Waits until each of these transactions was told, and checks that it was once, with a good signature. */
export async function untilToldOnce(receiver: WebhookReceiver, hashes: string[], timeoutMs = 20_000): Promise<void> {
  const complete = () => [...toldOf(receiver, hashes).values()].every((requests) => requests.length > 0);
  await waitFor(complete, { timeoutMs, describe: `${hashes.length} notifications arrive` });
  // A second copy would come with the first or with a sweep; the sweep comes every 3 s.
  await new Promise((done) => setTimeout(done, 3_500));
  const counts = [...toldOf(receiver, hashes).values()].map((requests) => requests.length);
  expect(counts).toEqual(hashes.map(() => 1));
  expect(receiver.requests.every(({ verified }) => verified !== false)).toBe(true);
}
