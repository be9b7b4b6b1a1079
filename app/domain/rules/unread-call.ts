import { mayCarry } from "~/domain/transactions/unpack/may-carry";
import type { CompiledRule } from "./compiled-rule";
import type { Encounter } from "./encounter";

/**
 * Where a rule of calls may meet a transaction whose calls were not all read: who writes it could otherwise put a call
 * behind a thousand others, or one level deeper than is read. The calldata names the contract, and one of the rule's
 * functions when it has any.
 *
 * @param address of the rule's, found somewhere in the calldata.
 * @param input 0x-hex in lower case.
 * @returns null when none of its functions stands there.
 */
export function unreadCall({ functions }: CompiledRule, address: string, input: string): Encounter | null {
  const named = functions.find((fn) => mayCarry(input, fn));
  if (functions.length > 0 && named === undefined) return null;
  const selector = named?.selector ?? "0x";
  const call = { to: address, input: selector, value: 0n, caller: "", depth: 1, path: [], kind: "call" } as const;
  const same = functions.filter((fn) => fn.selector === selector);
  return { address, call, functions: same, log: null, event: null, isUnread: true };
}
