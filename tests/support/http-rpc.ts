import type { BlockRpc } from "../../worker/blocks/request-many";

/** What a worker asks its node, over HTTP: for tests that need blocks and no subscriptions. */
export function httpRpc(node: { rpc<T>(method: string, params?: unknown[]): Promise<T> }): BlockRpc {
  return { request: (method, params) => node.rpc(method, params) };
}
