import type { CallSite, PathStep } from "~/domain/transactions/call-site";
import { isQuantity } from "~/domain/transactions/is-quantity";

/**
 * Calls taken of one trace, and how deep. A hostile contract can make as many as the gas limit allows, and puts the one that
 * counts behind the others: so that hiding it costs tens of millions of gas, and the EVM's own limit of depth comes first.
 */
const MAX_CALLS = 10_000;
const MAX_DEPTH = 1_024;
/** Steps of a path that are kept: each call has its own. */
const MAX_STEPS = 16;
const ADDRESS = /^0x[0-9a-f]{40}$/i;
const KINDS: Readonly<Record<string, CallSite["kind"]>> = {
  CALL: "call",
  CALLCODE: "delegatecall",
  DELEGATECALL: "delegatecall",
  STATICCALL: "call",
};

/** A frame of geth's `callTracer`. */
interface Frame {
  type?: unknown;
  from?: unknown;
  to?: unknown;
  input?: unknown;
  value?: unknown;
  calls?: unknown;
}

/**
 * The calls inside a transaction as `debug_traceCall` with the `callTracer` tells them (geth, "Built-in tracers"), the
 * transaction's own call left out. Static calls change nothing and are left out too. What is no frame is skipped; at
 * most 10,000 calls to a depth of 1,024 are read. A path has its outermost 16 steps.
 */
export function readCallTree(root: unknown): CallSite[] {
  const found: CallSite[] = [];
  const walk = (value: unknown, depth: number, path: readonly PathStep[]) => {
    if (!isFrame(value) || found.length >= MAX_CALLS || depth > MAX_DEPTH) return;
    const call = depth === 0 ? null : siteOf(value, depth, path);
    if (call) found.push(call);
    const to = typeof value.to === "string" ? value.to.toLowerCase() : "";
    const selector = typeof value.input === "string" ? value.input.slice(0, 10).toLowerCase() : "0x";
    const calls = Array.isArray(value.calls) ? value.calls : [];
    for (const [index, child] of calls.entries()) {
      const step = { to, name: selector, index: calls.length > 1 ? index : null };
      walk(child, depth + 1, path.length < MAX_STEPS ? [...path, step] : path);
    }
  };
  walk(root, 0, []);
  return found;
}

function siteOf({ type, from, to, input, value }: Frame, depth: number, path: readonly PathStep[]): CallSite | null {
  const kind = KINDS[String(type)];
  if (kind === undefined || type === "STATICCALL" || typeof to !== "string" || !ADDRESS.test(to)) return null;
  return {
    to: to.toLowerCase(),
    input: typeof input === "string" && /^0x[0-9a-f]*$/i.test(input) ? input.toLowerCase() : "0x",
    value: typeof value === "string" && isQuantity(value) ? BigInt(value) : 0n,
    caller: typeof from === "string" && ADDRESS.test(from) ? from.toLowerCase() : "",
    depth,
    path,
    kind,
  };
}

function isFrame(value: unknown): value is Frame {
  return typeof value === "object" && value !== null;
}
