import type { CallSite } from "~/domain/transactions/call-site";
import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";
import type { MentionFinder } from "~/domain/transactions/unpack/create-mention-finder";

const NONE: readonly string[] = Object.freeze([]);

/**
 * The watched addresses that a transaction mentions without calling them itself: among its own arguments, among those
 * of the calls that it carries (their words stand elsewhere in the calldata), and anywhere in the code and arguments of
 * a new contract. Each once, in order of appearance.
 *
 * @param calls the transaction's own and those inside it, as `unpackCalls` gives them.
 * @param isTruncated there are more of them: then an address may stand anywhere.
 */
export function mentionedIn(
  finder: MentionFinder,
  { to, input }: RpcTransaction,
  calls: readonly CallSite[],
  isTruncated: boolean,
): readonly string[] {
  if (to === null) return finder.findUnaligned(input);
  const called = to.toLowerCase();
  let found = isTruncated ? finder.findUnaligned(input) : finder.find(input);
  for (const call of calls) {
    if (call.depth === 0) continue;
    const inside = finder.find(call.input);
    if (inside.length > 0) found = [...new Set([...found, ...inside])];
  }
  if (found.length === 0) return NONE;
  return found.includes(called) ? found.filter((address) => address !== called) : found;
}
