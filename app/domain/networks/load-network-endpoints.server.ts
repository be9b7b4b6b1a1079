import type { Context } from "~/platform/context.server";
import { endpointUrlAad } from "./endpoint-url-aad";

/** A network and where its nodes are. The URLs may hold API keys: for the listener only, never shown or logged. */
export interface NetworkEndpoints {
  network: { id: string; name: string; chainId: number };
  /** `url` is empty when it can't be decrypted. */
  endpoints: { id: string; url: string }[];
}

/**
 * Every enabled network with its enabled endpoints, for the worker. A URL that was encrypted with another
 * `SENTINEL_SECRET` comes out empty: its endpoint is then shown as unusable, and the others are listened to.
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
      url: openUrl(ctx, endpoint),
    })),
  }));
}

function openUrl(ctx: Context, { id, urlEncrypted }: { id: string; urlEncrypted: string }): string {
  try {
    return ctx.secrets.decrypt(urlEncrypted, endpointUrlAad(id));
  } catch (error) {
    ctx.log.error({ err: error, endpointId: id }, "an endpoint's URL can't be decrypted");
    return "";
  }
}
