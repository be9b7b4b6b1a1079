import type { Context } from "~/platform/context.server";
import { endpointUrlAad } from "./endpoint-url-aad";

/** A network and where its nodes are. The URLs may hold API keys: for the listener only, never shown or logged. */
export interface NetworkEndpoints {
  network: { id: string; name: string; chainId: number };
  endpoints: { id: string; url: string }[];
}

/**
 * Every enabled network with its enabled endpoints, for the worker.
 *
 * @throws Error when a URL was encrypted with another `SENTINEL_SECRET`.
 */
export async function loadNetworkEndpoints(ctx: Context): Promise<NetworkEndpoints[]> {
  const networks = await ctx.db.network.findMany({
    where: { enabled: true },
    orderBy: { name: "asc" },
    select: {
      id: true,
      name: true,
      chainId: true,
      endpoints: { where: { enabled: true }, orderBy: { id: "asc" }, select: { id: true, urlEncrypted: true } },
    },
  });
  return networks.map(({ id, name, chainId, endpoints }) => ({
    network: { id, name, chainId: Number(chainId) },
    endpoints: endpoints.map((endpoint) => ({
      id: endpoint.id,
      url: ctx.secrets.decrypt(endpoint.urlEncrypted, endpointUrlAad(endpoint.id)),
    })),
  }));
}
