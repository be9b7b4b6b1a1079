import { bytesAt, lengthAt, MALFORMED, tailAt, uintAt, WORD } from "./calldata-words";
import { type Budget, type InnerCall, spend } from "./inner-calls";
import { type Carrier, positionsAt, readCallFields } from "./read-call-fields";
import type { CallFields } from "./wrapper";

const ADDRESS = 40;
const ZERO_ADDRESS = `0x${"0".repeat(ADDRESS)}`;
/** `Execution` of ERC-7579, `Call` of ERC-7821: (target, value, calldata). */
const EXECUTION: CallFields = { to: 0, value: 1, data: 2 };

/**
 * What an account of ERC-7579 or ERC-7821 is told to do: the mode's first byte is the kind of call (00 one, 01 several,
 * fe static, ff delegatecall), its bytes 6 to 9 are a selector that changes how the rest is read (78210001 and 78210002
 * are ERC-7821's: there an address of zero means the account, and 02 is a batch of batches).
 *
 * @param hex Calldata; `modeAt` the mode's position, `at` that of the length word of the `bytes`.
 * @throws {Error} MALFORMED
 */
export function readExecution(
  hex: string,
  modeAt: number,
  at: number,
  carrier: Carrier,
  budget: Budget,
  found: InnerCall[],
): void {
  if (modeAt + WORD > hex.length) throw MALFORMED;
  const kind = hex.slice(modeAt, modeAt + 2);
  const variant = hex.slice(modeAt + 12, modeAt + 20);
  const execution = bytesAt(hex, at);
  const first = found.length;
  if (kind === "01" && variant === "78210002") {
    const list = tailAt(execution, 0, 0);
    const batches = lengthAt(execution, list);
    for (let index = 0; index < batches; index++) {
      if (!spend(budget, 0)) break;
      const batch = bytesAt(execution, tailAt(execution, list + WORD, index));
      if (!readBatch(batch, carrier, budget, found)) break;
    }
  } else if (kind === "01") readBatch(hex.slice(at + WORD), carrier, budget, found);
  else readSingle(execution, kind, carrier, budget, found);
  if (variant.startsWith("7821")) {
    for (const call of found.slice(first)) if (call.to === ZERO_ADDRESS && carrier.self !== "") call.to = carrier.self;
  }
}

/**
 * `abi.encode(Execution[])`, in ERC-7821 with more behind it. To the end of the calldata, whatever length the `bytes`
 * claim: accounts read it by assembly, which checks the bounds of the calldata alone.
 *
 * @returns false when the budget is spent.
 */
function readBatch(batch: string, carrier: Carrier, budget: Budget, found: InnerCall[]): boolean {
  const list = tailAt(batch, 0, 0);
  const length = lengthAt(batch, list);
  for (let index = 0; index < length; index++) {
    const positions = positionsAt(batch, tailAt(batch, list + WORD, index), EXECUTION);
    if (!readCallFields(batch, positions, EXECUTION, carrier, budget, found)) return false;
  }
  return true;
}

/** Packed: target, value (not for a delegatecall), calldata. */
function readSingle(execution: string, kind: string, carrier: Carrier, budget: Budget, found: InnerCall[]): void {
  const isDelegatecall = kind === "ff";
  if (!isDelegatecall && kind !== "00" && kind !== "fe") return;
  const dataAt = isDelegatecall ? ADDRESS : ADDRESS + WORD;
  if (execution.length < dataAt) throw MALFORMED;
  if (!spend(budget, (execution.length - dataAt) / 2)) return;
  found.push({
    to: `0x${execution.slice(0, ADDRESS)}`,
    input: `0x${execution.slice(dataAt)}`,
    value: isDelegatecall ? carrier.value : uintAt(execution, ADDRESS),
    runs: isDelegatecall ? "delegatecall" : "call",
    own: false,
  });
}
