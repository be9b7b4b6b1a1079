import type { CallSite, PathStep } from "../call-site";
import { isQuantity } from "../is-quantity";
import type { RpcTransaction } from "../rpc-transaction";
import { findWrapper } from "./find-wrapper";
import { type Budget, type InnerCall, MAX_DEPTH, newBudget } from "./inner-calls";
import { readInnerCalls } from "./read-inner-calls";
import type { Wrapper } from "./wrapper";

/** A transaction's calls as far as its calldata tells them. */
export interface UnpackedCalls {
  /** The transaction's own call, then those inside it, each before what it carries. Empty for a creation. */
  calls: readonly CallSite[];
  /** A sentence when a cap was met, so that there are more calls than these. */
  truncated: string | null;
}

/** What runs a call's code: whose storage and address (`self`), called by whom. Both empty when not known. */
interface Context {
  self: string;
  caller: string;
}

const DEPTH_SENTENCE = `Calls nested over ${MAX_DEPTH} deep inside this transaction were not read.`;

/**
 * Reads the calls that a transaction carries in its calldata, and those that they carry: batches, Safes, timelocks,
 * governors, account abstraction, proxies, forwarders (`WRAPPERS`). A contract is known by nothing but its function's
 * selector, so these are calls that it makes *if* it is what the selector says.
 *
 * Never throws and never stalls, whatever the calldata: at most 1,000 calls, 8 deep, with 1 MiB in all. Calldata that
 * does not fit a wrapper's function carries no calls.
 *
 * - A delegatecall's `to` is the code that runs, its `caller` who delegates. A contract that delegatecalls itself
 *   (multicall, upgradeToAndCall) is `to` again, and `caller` stays who called it.
 * - Calls inside a delegatecall come from the contract that delegates (a Safe's MultiSend: from the Safe).
 * - What is inside a scheduled call is scheduled too.
 * - `index` in a path step is null for functions that carry one call, and a number for those that carry a list.
 */
export function unpackCalls({
  from,
  to,
  input,
  value,
}: Pick<RpcTransaction, "from" | "to" | "input" | "value">): UnpackedCalls {
  if (to === null) return { calls: [], truncated: null };
  const own: CallSite = {
    to: to.toLowerCase(),
    input,
    value: isQuantity(value) ? BigInt(value) : 0n,
    caller: from?.toLowerCase() ?? "",
    depth: 0,
    path: [],
    kind: "call",
  };
  const calls = [own];
  if (findWrapper(input) === null) return { calls, truncated: null };
  const hex = input.toLowerCase();
  if (hex.length % 2 === 1 || !/^0x[0-9a-f]*$/.test(hex)) return { calls, truncated: null };
  const budget = newBudget();
  unpackInto(calls, { ...own, input: hex }, { self: own.to, caller: own.caller }, budget);
  return { calls, truncated: budget.truncated };
}

/** Adds what `site` carries to `calls`. At most `MAX_DEPTH` of these run inside each other. */
function unpackInto(calls: CallSite[], site: CallSite, context: Context, budget: Budget): void {
  const wrapper = findWrapper(site.input);
  if (wrapper === null) return;
  if (site.depth === MAX_DEPTH) {
    budget.truncated ??= DEPTH_SENTENCE;
    return;
  }
  // What runs later, or from another contract, does not run with the value that came with this call.
  const value = wrapper.scheduled || wrapper.callerUnknown ? 0n : site.value;
  const inner = readInnerCalls(site.input, wrapper, { self: context.self, value }, budget);
  const name = wrapper.signature.slice(0, wrapper.signature.indexOf("("));
  const isList = !["one", "ownRest", "proxyAdmin"].includes(wrapper.reading.form);
  inner.forEach((call, index) => {
    const step: PathStep = { to: site.to, name, index: isList ? index : null };
    const child: CallSite = {
      to: call.to,
      input: call.input,
      value: call.value,
      caller: callerOf(call, wrapper, context),
      depth: site.depth + 1,
      path: [...site.path, step],
      kind: wrapper.scheduled || site.kind === "scheduled" ? "scheduled" : call.runs,
    };
    calls.push(child);
    unpackInto(calls, child, contextInside(call, wrapper, context), budget);
  });
}

function callerOf(call: InnerCall, wrapper: Wrapper, context: Context): string {
  if (wrapper.callerUnknown) return "";
  return call.own ? context.caller : context.self;
}

function contextInside(call: InnerCall, wrapper: Wrapper, context: Context): Context {
  const self = wrapper.callerUnknown ? "" : context.self;
  if (call.runs === "call" || wrapper.alsoCalled) return { self: call.to, caller: self };
  return { self, caller: wrapper.callerUnknown ? "" : context.caller };
}
