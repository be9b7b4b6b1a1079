import { type ControlNode, isController, type StoredControlGraph } from "~/domain/control/control-graph";
import type { RpcRequest } from "../blocks/types";
import { createContractReads } from "./contract-reads";
import { readControllers } from "./read-controllers";
import { type ProxyFacts, readProxy } from "./read-proxy";

/** A proxy admin's owner's Safe's owners: three steps; one more for a timelock in between. */
const MAX_DEPTH = 4;
const MAX_NODES = 100;

/**
 * Asks the chain who can change a contract, and who those are controlled by, to a depth of 4 and at most 100 nodes.
 * Each address is looked at once, so that contracts which own each other end.
 *
 * @param block a block tag or hex number on whose state it is asked.
 * @throws what `request` throws when no endpoint can tell.
 */
export async function readControlGraph(
  request: RpcRequest,
  address: string,
  block: string,
): Promise<StoredControlGraph> {
  const reads = createContractReads(request, block);
  const nodes: ControlNode[] = [];
  const seen = new Set([address]);
  let facts: ProxyFacts | null = null;
  let level = [address];
  for (let depth = 0; depth < MAX_DEPTH && level.length > 0 && nodes.length < MAX_NODES; depth += 1) {
    const next: string[] = [];
    for (const of of level) {
      const proxy = await readProxy(reads, of);
      facts ??= proxy;
      const found = [...proxyNodes(proxy, of), ...(await readControllers(reads, of))];
      nodes.push(...found.slice(0, MAX_NODES - nodes.length));
      for (const node of found) {
        if (!isController(node) || seen.has(node.address)) continue;
        seen.add(node.address);
        next.push(node.address);
      }
    }
    level = next;
  }
  return { nodes, implementation: facts?.implementation ?? null, delegate: facts?.delegate ?? null };
}

function proxyNodes({ implementation, beacon, proxyAdmin, delegate }: ProxyFacts, of: string): ControlNode[] {
  const node = (address: string | null, role: ControlNode["role"]): ControlNode[] =>
    address === null ? [] : [{ address, role, of, detail: null }];
  return [
    ...node(implementation, "implementation"),
    ...node(beacon, "beacon"),
    ...node(proxyAdmin, "proxy_admin"),
    ...node(delegate, "delegate"),
  ];
}
