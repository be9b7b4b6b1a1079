import { AbiCoder, ParamType } from "ethers";
import type { ConditionScope, ConditionSubject } from "~/domain/conditions/condition-subject";
import { canonicalType } from "~/domain/transactions/canonical-type";
import type { ResolvedEvent } from "~/domain/transactions/resolved-event";
import type { FunctionInput, ResolvedFunction } from "~/domain/transactions/resolved-function";

/** Parameters of every sort that conditions can be asked of. */
export const INPUTS: FunctionInput[] = [
  { name: "to", type: "address" },
  { name: "amount", type: "uint256" },
  { name: "small", type: "uint8" },
  { name: "delta", type: "int24" },
  { name: "wide", type: "uint160" },
  { name: "paused", type: "bool" },
  { name: "role", type: "bytes32" },
  { name: "sig", type: "bytes4" },
  { name: "data", type: "bytes" },
  { name: "title", type: "string" },
  { name: "ids", type: "uint256[]" },
  { name: "pair", type: "int64[2]" },
  { name: "who", type: "address[]" },
  { name: "grid", type: "uint16[2][]" },
  { name: "names", type: "string[]" },
  {
    name: "order",
    type: "tuple",
    components: [
      { name: "amount", type: "uint96" },
      { name: "recipient", type: "address" },
    ],
  },
  {
    name: "legs",
    type: "tuple[]",
    components: [
      { name: "amountIn", type: "uint256" },
      { name: "path", type: "bytes" },
      { name: "flags", type: "bool[]" },
    ],
  },
  { name: "callback", type: "function" },
  { name: "", type: "uint24" },
];

/** The function that has them all. */
export const FUNCTION: ResolvedFunction = {
  selector: "0x12345678",
  signature: `everything(${INPUTS.map(canonicalType).join(",")})`,
  name: "everything",
  inputs: INPUTS,
};

/** An event of indexed and other parameters, static and dynamic. */
export const EVENT: ResolvedEvent = {
  topic0: `0x${"ab".repeat(32)}`,
  signature: "Moved(address,string,uint256,bytes)",
  name: "Moved",
  anonymous: false,
  inputs: [
    { name: "from", type: "address", indexed: true },
    { name: "label", type: "string", indexed: true },
    { name: "amount", type: "uint256", indexed: false },
    { name: "note", type: "bytes", indexed: false },
  ],
};

/** What a rule of the function, or of the event, may name. */
export function scopeOf(
  target: "function" | "event" | "any",
  stage: ConditionScope["stage"] = "pending",
): ConditionScope {
  return {
    functions: target === "function" ? [FUNCTION] : [],
    events: target === "event" ? [EVENT] : [],
    stage: target === "event" ? "confirmed" : stage,
    lists: new Set(["treasury", "guardians"]),
  };
}

/** The saved lists. */
export const LISTS = new Map([
  ["treasury", new Set([`0x${"11".repeat(20)}`])],
  ["guardians", new Set([`0x${"22".repeat(20)}`, `0x${"33".repeat(20)}`])],
]);

/** ABI-encodes values of the inputs by ethers, as hex without `0x`. */
export function encode(inputs: readonly FunctionInput[], values: readonly unknown[]): string {
  return AbiCoder.defaultAbiCoder()
    .encode(
      inputs.map((input) => ParamType.from(asEncoded(input))),
      values,
    )
    .slice(2);
}

/** ethers does not know `function`, which is encoded as bytes24 (Solidity ABI specification, "Types"). */
function asEncoded({ name, type, components }: FunctionInput): FunctionInput {
  return { name, type: type === "function" ? "bytes24" : type, ...(components ? { components } : {}) };
}

/** A subject whose call carries this calldata; what is given replaces the rest. */
export function subjectOf(input: string, more: Partial<ConditionSubject> = {}): ConditionSubject {
  const to = `0x${"aa".repeat(20)}`;
  const from = `0x${"22".repeat(20)}`;
  return {
    transaction: {
      ...{ hash: `0x${"cd".repeat(32)}`, from, to, input, value: "0xde0b6b3a7640000", nonce: "0x7", gas: "0x5208" },
      ...{ maxFeePerGas: "0x6fc23ac00", maxPriorityFeePerGas: "0x3b9aca00", type: "0x2", chainId: "0x1" },
    },
    call: { to, input, value: 10n ** 18n, caller: from, depth: 0, path: [], kind: "call" },
    fn: FUNCTION,
    ...{ log: null, event: null, mined: null, network: "mainnet", outcome: null },
    contract: { name: "Vault", tags: ["defi", "prod"] },
    ...more,
  };
}
