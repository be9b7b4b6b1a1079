import { keccak256, type TransactionLike, type Wallet } from "ethers";

/** A transaction as the demo describes it; nonce, fees and signature are added. */
export interface Draft {
  from: Wallet;
  to?: string;
  data?: string;
  /** Wei. */
  value?: bigint;
  /** Fixed rather than estimated, so that calls which will revert can be sent too. */
  gasLimit?: bigint;
  /** Takes the place of the waiting transaction with this nonce: sent with fees that beat any other draft's. */
  replacesNonce?: number;
}

/** A transaction that the node has taken. */
export interface Broadcast {
  hash: string;
  nonce: number;
  /** Milliseconds since the epoch with a fraction, taken before it was handed to the node. */
  broadcastAtMs: number;
}

/** The parts of a receipt that the demo reads. */
interface Receipt {
  status: "0x0" | "0x1";
  blockNumber: string;
  contractAddress: string | null;
  gasUsed: string;
}

/** The demo's hand on the local chain: plain JSON-RPC, nonces counted here so that sending needs one round trip. */
export interface Chain {
  chainId: number;
  rpc: <T = unknown>(method: string, ...params: unknown[]) => Promise<T>;
  send: (draft: Draft) => Promise<Broadcast>;
  /** Null while the transaction is pending or unknown. */
  receipt: (hash: string) => Promise<Receipt | null>;
  /** Mines the waiting transactions now. */
  mine: () => Promise<void>;
  /** The first nonce an account is to use, from now on. */
  setNonce: (address: string, nonce: number) => Promise<void>;
}

const GWEI = 10n ** 9n;
const DEFAULT_GAS = 150_000n;

/** The time on this machine in milliseconds since the epoch, with the fraction that `Date.now` lacks. */
export const nowMs = () => performance.timeOrigin + performance.now();

/** Opens the chain behind an HTTP JSON-RPC URL. */
export function openChain(url: string, chainId: number): Chain {
  const nonces = new Map<string, number>();
  let lastId = 0;

  async function rpc<T>(method: string, ...params: unknown[]): Promise<T> {
    lastId += 1;
    const body = JSON.stringify({ jsonrpc: "2.0", id: lastId, method, params });
    const answer = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body });
    const { result, error } = (await answer.json()) as { result: T; error?: { message: string } };
    if (error) throw new Error(`${method}: ${error.message}`);
    return result;
  }

  async function nextNonce(address: string): Promise<number> {
    const known = nonces.get(address);
    const nonce = known ?? Number(await rpc<string>("eth_getTransactionCount", address, "pending"));
    nonces.set(address, nonce + 1);
    return nonce;
  }

  async function send(draft: Draft): Promise<Broadcast> {
    const { from, to, data = "0x", value = 0n, gasLimit = DEFAULT_GAS, replacesNonce } = draft;
    const nonce = replacesNonce ?? (await nextNonce(from.address));
    const tip = replacesNonce === undefined ? GWEI + BigInt(Math.floor(Math.random() * 1e9)) : 5n * GWEI;
    const maxFeePerGas = replacesNonce === undefined ? 40n * GWEI : 60n * GWEI;
    const fields: TransactionLike = { type: 2, chainId, nonce, data, value, gasLimit, maxFeePerGas };
    fields.maxPriorityFeePerGas = tip;
    const signed = await from.signTransaction(to === undefined ? fields : { ...fields, to });
    const hash = keccak256(signed);
    const broadcastAtMs = nowMs();
    try {
      await rpc("eth_sendRawTransaction", signed);
    } catch (error) {
      nonces.delete(from.address); // Ask the node again: this nonce was not used.
      throw error;
    }
    return { hash, nonce, broadcastAtMs };
  }

  return {
    chainId,
    rpc,
    send,
    receipt: (hash) => rpc<Receipt | null>("eth_getTransactionReceipt", hash),
    mine: async () => {
      await rpc("evm_mine");
    },
    setNonce: async (address, nonce) => {
      nonces.set(address, nonce);
      await rpc("anvil_setNonce", address, `0x${nonce.toString(16)}`);
    },
  };
}
