import { AppError } from "~/domain/errors";

import type { Endpoint } from "./endpoint";
import { isRevert, RpcError, TransportError } from "./rpc-errors";

/** Live before stale before quarantined, then the highest head, then the quickest; only those that can be asked. */
export function byFitness(endpoints: readonly Endpoint[]): Endpoint[] {
  const rank = ({ state }: Endpoint) => (state === "quarantined" ? 2 : state === "stale" ? 1 : 0);
  const head = (endpoint: Endpoint) => Number(endpoint.stats.lastHeadNumber ?? -1n);
  const ping = (endpoint: Endpoint) => endpoint.stats.pingMs ?? Number.MAX_SAFE_INTEGER;
  return endpoints
    .filter((endpoint) => endpoint.isAskable)
    .sort((a, b) => rank(a) - rank(b) || head(b) - head(a) || ping(a) - ping(b));
}

/** Those that can be asked, fittest first, without the quarantined ones as long as there are others. */
export function trustworthy(endpoints: readonly Endpoint[]): Endpoint[] {
  const fit = byFitness(endpoints);
  const well = fit.filter(({ state }) => state !== "quarantined");
  return well.length > 0 ? well : fit;
}

/**
 * Asks the fittest endpoint, the next one when that doesn't answer or answers with an error: one that limits its rate
 * or lacks a method must not stand for all. A revert is an answer, and no other is asked. Throws the first `RpcError`
 * when no node has a result, `AppError` "unavailable" when none answers.
 */
export async function askEndpoints(
  endpoints: readonly Endpoint[],
  {
    network,
    method,
    params,
    timeoutMs,
  }: { network: string; method: string; params: unknown[]; timeoutMs?: number | undefined },
): Promise<unknown> {
  let refused: RpcError | null = null;
  let last: TransportError | null = null;
  const fit = byFitness(endpoints);
  const able = fit.filter((endpoint) => endpoint.supports(method));
  for (const endpoint of able.length > 0 ? able : fit) {
    try {
      return await endpoint.request(method, params, timeoutMs);
    } catch (error) {
      if (error instanceof RpcError && isRevert(error)) throw error;
      if (error instanceof RpcError) refused ??= error;
      else if (error instanceof TransportError) last = error;
      else throw error;
    }
  }
  if (refused) throw refused;
  throw new AppError("unavailable", `no RPC endpoint of ${network} answers ${method}`, last ? { cause: last } : {});
}
