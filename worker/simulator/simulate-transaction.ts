import { formatEther } from "ethers";

import { isQuantity } from "~/domain/transactions/is-quantity";
import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";
import type { SimulatedOutcome } from "~/domain/transactions/simulated-outcome";
import { visibleText } from "~/domain/transactions/visible-text";
import { isRevert, RpcError } from "../listener/rpc-errors";
import { callFieldsOf } from "./call-fields-of";
import { revertReason } from "./revert-reason";
import type { SimulatorRpc } from "./simulator";

/** What the chain says at the moment of the simulation. */
interface ChainState {
  blockNumber: number;
  baseFee: bigint | null;
  /** The sender's nonce in the newest block, and with what the node's pool holds. */
  nonce: bigint;
  pendingNonce: bigint;
  /** Wei. */
  balance: bigint;
}

/**
 * Says whether a pending transaction would execute on the newest block's state: first what needs no execution (nonce,
 * balance, base fee), then `eth_simulateV1` (execution-apis), and `eth_call` where the node hasn't got it.
 *
 * @throws what `rpc.request` throws when no endpoint answers.
 */
export async function simulateTransaction(
  rpc: SimulatorRpc,
  transaction: RpcTransaction,
  sender: string,
): Promise<SimulatedOutcome> {
  const state = await readState(rpc, sender);
  const hindrance = hindranceOf(transaction, state);
  if (hindrance) return { ...hindrance, blockNumber: state.blockNumber };
  const call = { ...callFieldsOf(transaction), from: sender };
  const simulated = rpc.supports("eth_simulateV1") ? await bySimulation(rpc, call) : null;
  return { ...(simulated ?? (await byCall(rpc, call))), blockNumber: state.blockNumber };
}

type Verdict = Omit<SimulatedOutcome, "blockNumber">;

async function readState(rpc: SimulatorRpc, sender: string): Promise<ChainState> {
  const [block, nonce, pendingNonce, balance] = await Promise.all([
    rpc.request<{ number?: unknown; baseFeePerGas?: unknown } | null>("eth_getBlockByNumber", ["latest", false]),
    rpc.request<unknown>("eth_getTransactionCount", [sender, "latest"]),
    // Not every node keeps a pool; then the newest block's is all that is known.
    rpc.request<unknown>("eth_getTransactionCount", [sender, "pending"]).catch(() => null),
    rpc.request<unknown>("eth_getBalance", [sender, "latest"]),
  ]);
  const mined = quantity(nonce);
  return {
    blockNumber: Number(quantity(block?.number)),
    baseFee: isHexQuantity(block?.baseFeePerGas) ? BigInt(block.baseFeePerGas) : null,
    nonce: mined,
    pendingNonce: pendingNonce === null ? mined : quantity(pendingNonce),
    balance: quantity(balance),
  };
}

/** What keeps it from being executed at all, whatever its code does. */
function hindranceOf(
  transaction: RpcTransaction,
  { nonce, pendingNonce, balance, baseFee }: ChainState,
): Verdict | null {
  const own = BigInt(transaction.nonce);
  if (own < nonce) return { kind: "unknown", reason: "its nonce was used already" };
  if (own > nonce && own > pendingNonce) {
    return { kind: "queued", reason: `the sender's nonce ${nonce} comes first, and no transaction with it is known` };
  }
  const price = feeOf(transaction);
  if (price === null) return { kind: "unknown", reason: "it names no fee" };
  const cost = BigInt(transaction.value) + quantity(transaction.gas) * price;
  if (balance < cost) {
    return { kind: "unfunded", reason: `the sender has ${formatEther(balance)} and needs up to ${formatEther(cost)}` };
  }
  if (baseFee !== null && price < baseFee) {
    return { kind: "queued", reason: "its highest fee is below the base fee of the newest block" };
  }
  return null;
}

function feeOf({ maxFeePerGas, gasPrice }: RpcTransaction): bigint | null {
  const price = maxFeePerGas ?? gasPrice;
  return isHexQuantity(price) ? BigInt(price) : null;
}

/** Null when no node has it after all. */
async function bySimulation(rpc: SimulatorRpc, call: Record<string, unknown>): Promise<Verdict | null> {
  const payload = { blockStateCalls: [{ calls: [call] }], validation: false };
  try {
    const blocks = await rpc.request<unknown>("eth_simulateV1", [payload, "latest"]);
    return verdictOfSimulation(blocks);
  } catch (error) {
    if (error instanceof RpcError) return isRevert(error) ? revertOf(error) : null;
    throw error;
  }
}

function verdictOfSimulation(blocks: unknown): Verdict | null {
  const [block] = Array.isArray(blocks) ? blocks : [];
  const [call] = Array.isArray(block?.calls) ? block.calls : [];
  if (call?.status === "0x1") return { kind: "would_succeed", reason: null };
  if (call?.status !== "0x0") return null;
  const { returnData, error } = call as { returnData?: unknown; error?: { message?: unknown; data?: unknown } };
  return { kind: "would_revert", reason: revertReason(error?.data ?? returnData) ?? plainMessage(error?.message) };
}

async function byCall(rpc: SimulatorRpc, call: Record<string, unknown>): Promise<Verdict> {
  try {
    await rpc.request<unknown>("eth_call", [call, "latest"]);
    return { kind: "would_succeed", reason: null };
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
    return isRevert(error) ? revertOf(error) : { kind: "unknown", reason: "the node refuses to try it" };
  }
}

function revertOf(error: RpcError): Verdict {
  return { kind: "would_revert", reason: revertReason(error.data) ?? plainMessage(error.message) };
}

/** "execution reverted: not the owner" → "not the owner". */
function plainMessage(message: unknown): string | null {
  if (typeof message !== "string") return null;
  const text = message.replace(/^.*?(?:execution )?reverted:?\s*/i, "").trim();
  return text === "" ? null : visibleText(text, 200);
}

function quantity(value: unknown): bigint {
  return isHexQuantity(value) ? BigInt(value) : 0n;
}

function isHexQuantity(value: unknown): value is string {
  return typeof value === "string" && isQuantity(value);
}
