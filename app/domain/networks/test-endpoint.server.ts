import type { JsonRpcSession, OpenJsonRpc } from "~/platform/json-rpc.server";
import { isMempoolLess } from "./mempool-less-chains";
import type { EndpointTest } from "./network-input";
import { rpcUrlProblem } from "./rpc-url-problem";

const LIMITS = { timeoutMs: 4_000, maxBytes: 256 * 1024 };
/** The forms in which nodes offer pending transactions; which of them really delivers only the first message tells. */
const PENDING_FORMS = [
  ["newPendingTransactions"],
  ["newPendingTransactions", true],
  ["newPendingTransactionsWithBody"],
];

/**
 * Asks a node what it is: its chain, its newest block, and whether it can be subscribed to. Of what it answers nothing
 * is passed on but two numbers, so that the call can't be used to read what else listens at an address. Never throws.
 */
export async function testEndpoint({ url, open }: { url: string; open: OpenJsonRpc }): Promise<EndpointTest> {
  const problem = rpcUrlProblem(url);
  if (problem !== null) return failed(`The URL ${problem}.`);
  let session: JsonRpcSession;
  try {
    session = await open(url, LIMITS);
  } catch (error) {
    return failed(sentenceOf(error));
  }
  try {
    return await ask(session, url);
  } catch (error) {
    return failed(sentenceOf(error));
  } finally {
    session.close();
  }
}

async function ask(session: JsonRpcSession, url: string): Promise<EndpointTest> {
  const startedAt = performance.now();
  const chainId = toNumber(await session.request("eth_chainId", []));
  const latencyMs = Math.round(performance.now() - startedAt);
  if (chainId === null || chainId === 0) return failed("It does not answer eth_chainId with a chain id.");
  const latestBlock = toNumber(await session.request("eth_blockNumber", []).catch(() => null));
  const isSocket = url.startsWith("ws");
  const subscription = isSocket ? await subscriptionOf(session) : "none";
  const detail = noteOf({ chainId, isSocket, subscription, latestBlock });
  return { ok: true, chainId, subscription, latestBlock, latencyMs, ...(detail === null ? {} : { detail }) };
}

async function subscriptionOf(session: JsonRpcSession): Promise<EndpointTest["subscription"]> {
  for (const form of PENDING_FORMS) if (await accepts(session, form)) return "pending";
  return (await accepts(session, ["newHeads"])) ? "blocks" : "none";
}

/** The connection is closed right after, which ends the subscription. */
async function accepts(session: JsonRpcSession, form: readonly unknown[]): Promise<boolean> {
  const id = await session.request("eth_subscribe", form).catch(() => null);
  return typeof id === "string" || typeof id === "number";
}

function noteOf(found: Pick<EndpointTest, "subscription" | "latestBlock"> & { chainId: number; isSocket: boolean }) {
  const { chainId, isSocket, subscription, latestBlock } = found;
  if (!isSocket) {
    return "An HTTP address can't push transactions: Sentinel only asks it for single ones. Use the node's WebSocket address to watch.";
  }
  if (subscription === "none") return "It refuses every subscription, so nothing can be watched through it.";
  if (isMempoolLess(chainId))
    return "This chain keeps its pending transactions to itself: it is watched by its blocks.";
  if (subscription === "blocks") return "It refuses pending transactions: the network would be watched by its blocks.";
  return latestBlock === null ? "It does not tell its newest block." : null;
}

function failed(detail: string): EndpointTest {
  return { ok: false, chainId: null, subscription: "none", latestBlock: null, latencyMs: null, detail };
}

/** The messages of `JsonRpcFailure` hold nothing of the URL or the answer; of anything else nothing is told. */
function sentenceOf(error: unknown): string {
  const message = error instanceof Error && error.name === "JsonRpcFailure" ? error.message : "it can't be reached";
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
}

/** A quantity (Ethereum JSON-RPC) as a number; null when it is none, or beyond what JSON carries exactly. */
function toNumber(value: unknown): number | null {
  if (typeof value !== "string" || !/^0x[0-9a-fA-F]{1,14}$/.test(value)) return null;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : null;
}
