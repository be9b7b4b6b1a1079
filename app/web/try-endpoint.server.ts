import type { EndpointTest } from "~/domain/networks/network-input";
import { testEndpoint } from "~/domain/networks/test-endpoint.server";
import { openJsonRpc } from "~/platform/json-rpc.server";

/** Asks a node what it is, before it is made an endpoint: see `testEndpoint`. */
export function tryEndpoint(url: string): Promise<EndpointTest> {
  return testEndpoint({ url, open: openJsonRpc });
}
