import { AbiCoder, id } from "ethers";

import { ZERO_ADDRESS } from "~/domain/transactions/address";
import type { RpcRequest } from "../blocks/types";
import { isRevert, RpcError } from "../listener/rpc-errors";

const CODER = AbiCoder.defaultAbiCoder();
const EMPTY_WORD = /^0x0*$/;

/** Reads of one block's state. What a contract has not got, or answers wrongly, is null; what no node can tell throws. */
export interface ContractReads {
  /** The deployed code, `0x` for an account without any. */
  code(address: string): Promise<string>;
  /** A storage slot that holds an address, lower case; null when it is empty. */
  addressAt(address: string, slot: string): Promise<string | null>;
  /** Calls a function without arguments, or with words, and decodes its answer. */
  call(
    address: string,
    signature: string,
    types: readonly string[],
    args?: readonly unknown[],
  ): Promise<unknown[] | null>;
}

/** Reads by `eth_getCode`, `eth_getStorageAt` and `eth_call` on the given block tag. */
export function createContractReads(request: RpcRequest, block: string): ContractReads {
  const ask = async (method: string, params: unknown[]): Promise<string | null> => {
    try {
      const answer = await request<unknown>(method, [...params, block]);
      return typeof answer === "string" && /^0x[0-9a-f]*$/i.test(answer) ? answer.toLowerCase() : null;
    } catch (error) {
      // The contract has no such function. Any other error (state that the node no longer keeps) is no answer at all:
      // taken for one it would look like a change.
      if (error instanceof RpcError && isRevert(error)) return null;
      throw error;
    }
  };
  return {
    code: async (address) => (await ask("eth_getCode", [address])) ?? "0x",
    async addressAt(address, slot) {
      const word = await ask("eth_getStorageAt", [address, slot]);
      if (word === null || EMPTY_WORD.test(word) || word.length !== 66) return null;
      return `0x${word.slice(26)}`;
    },
    async call(address, signature, types, args = []) {
      const inputs = /\((.*)\)/.exec(signature)?.[1] ?? "";
      const encoded = inputs === "" ? "" : CODER.encode(inputs.split(","), args).slice(2);
      const data = `${id(signature).slice(0, 10)}${encoded}`;
      const answer = await ask("eth_call", [{ to: address, data }]);
      if (answer === null || answer === "0x") return null;
      try {
        return CODER.decode(types, answer).toArray();
      } catch {
        // Another function of the same selector answers with something else.
        return null;
      }
    },
  };
}

/** An address that a contract answered, lower case; null for the zero address and for what is none. */
export function asAddress(value: unknown): string | null {
  if (typeof value !== "string" || !/^0x[0-9a-f]{40}$/i.test(value)) return null;
  const address = value.toLowerCase();
  return address === ZERO_ADDRESS ? null : address;
}
