import { Transaction } from "ethers";
import { z } from "zod";

import type { FieldError } from "~/domain/errors";
import { normalizeAddress } from "~/domain/transactions/address";
import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";

/** Twice what nodes relay (128 KiB), as hex. */
const MAX_HEX_CHARACTERS = 2 + 4 * 128 * 1024;
const UNKNOWN_HASH = `0x${"0".repeat(64)}`;
const WORD = /^0x[0-9a-f]{1,64}$/;

const hex = z
  .string()
  .max(MAX_HEX_CHARACTERS, "is larger than any transaction")
  .toLowerCase()
  .regex(/^0x(?:[0-9a-f]{2})*$/, "must be whole bytes of hex, beginning with 0x");

/** Hex as nodes give it; a decimal number too, as people write it. */
const quantity = z
  .union([z.string(), z.int().nonnegative()], "must be a quantity: 0x-hex, or a decimal number")
  .transform((given, context) => {
    const text = String(given).trim().toLowerCase();
    if (/^(0x[0-9a-f]{1,64}|\d{1,78})$/.test(text)) {
      const value = `0x${BigInt(text).toString(16)}`;
      if (WORD.test(value)) return value;
    }
    context.addIssue({ code: "custom", message: "must be a quantity: 0x-hex, or a decimal number, below 2^256" });
    return z.NEVER;
  });

const address = z.string().transform((text, context) => {
  // A node's address may be in any case; a person's typing error in a mixed-case one is told.
  const read = normalizeAddress(text);
  if (read.ok) return read.address;
  context.addIssue({ code: "custom", message: read.detail });
  return z.NEVER;
});

/** A transaction as a node's JSON-RPC gives it, or as somebody writes one down: what is left out has an ordinary value. */
const Given = z
  .looseObject({
    hash: z.string().toLowerCase().regex(WORD).length(66).default(UNKNOWN_HASH),
    from: address.optional(),
    to: address.nullish().transform((to) => to ?? null),
    input: hex.optional(),
    data: hex.optional(),
    value: quantity.default("0x0"),
    nonce: quantity.default("0x0"),
    gas: quantity.default("0x5208"),
    gasPrice: quantity.optional(),
    maxFeePerGas: quantity.optional(),
    maxPriorityFeePerGas: quantity.optional(),
    type: quantity.optional(),
    chainId: quantity.optional(),
  })
  .transform(({ data, input, ...rest }) => ({ ...rest, input: input ?? data ?? "0x" }));

/** A transaction that somebody gave, or what is wrong with it; pointers are below `/transaction`. */
export type ReadTransaction = { transaction: RpcTransaction } | { errors: FieldError[] };

/**
 * Reads a raw transaction (its sender is recovered from the signature) or a JSON-RPC transaction object.
 *
 * @param given `0x…` as `eth_sendRawTransaction` takes it, or an object such as `eth_getTransactionByHash` answers.
 */
export function readTransaction(given: unknown): ReadTransaction {
  if (typeof given === "string") return readRaw(given.trim());
  const parsed = Given.safeParse(given);
  if (!parsed.success) {
    return {
      errors: parsed.error.issues.map(({ path, message }) => ({
        pointer: `/transaction${path.map((part) => `/${String(part)}`).join("")}`,
        detail: message,
        code: "invalid",
      })),
    };
  }
  // What else a node says of it, such as the signature, is passed on as it is; `to-signed-transaction` checks it.
  return { transaction: parsed.data as unknown as RpcTransaction };
}

function readRaw(text: string): ReadTransaction {
  const checked = hex.safeParse(text);
  if (!checked.success) return wrong(checked.error.issues[0]?.message ?? "must be hex");
  try {
    return { transaction: toRpc(Transaction.from(checked.data)) };
  } catch {
    // ethers says what it stumbled over in its own terms, with the whole input.
    return wrong("is no raw transaction that can be read: an RLP list, or a type (01 to 04) and one");
  }
}

function wrong(detail: string): ReadTransaction {
  return { errors: [{ pointer: "/transaction", detail, code: "invalid_transaction" }] };
}

function toRpc(given: Transaction): RpcTransaction {
  const { hash, from, to, data, value, nonce, gasLimit, type, chainId, signature, accessList } = given;
  const { gasPrice, maxFeePerGas, maxPriorityFeePerGas } = given;
  return {
    hash: hash ?? UNKNOWN_HASH,
    ...(from === null ? {} : { from: from.toLowerCase() }),
    to: to?.toLowerCase() ?? null,
    input: data,
    value: toHex(value),
    nonce: toHex(nonce),
    gas: toHex(gasLimit),
    ...(gasPrice === null ? {} : { gasPrice: toHex(gasPrice) }),
    ...(maxFeePerGas === null ? {} : { maxFeePerGas: toHex(maxFeePerGas) }),
    ...(maxPriorityFeePerGas === null ? {} : { maxPriorityFeePerGas: toHex(maxPriorityFeePerGas) }),
    ...(type === null ? {} : { type: toHex(type) }),
    // Of a signature before EIP-155 the chain is not known.
    ...(chainId === 0n ? {} : { chainId: toHex(chainId) }),
    ...(signature === null
      ? {}
      : { r: signature.r, s: signature.s, v: toHex(signature.networkV ?? signature.yParity) }),
    ...(accessList === null || accessList.length === 0 ? {} : { accessList }),
  };
}

function toHex(value: bigint | number): string {
  return `0x${value.toString(16)}`;
}
