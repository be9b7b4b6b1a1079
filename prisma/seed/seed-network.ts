import { endpointUrlAad } from "~/domain/networks/endpoint-url-aad";
import type { Context } from "~/platform/context.server";

/** Makes a network with an endpoint for each URL; `demo` on chain 31337 without endpoints unless told otherwise. */
export async function seedNetwork(
  ctx: Context,
  { name = "demo", chainId = 31_337, rpcUrls = [] }: { name?: string; chainId?: number; rpcUrls?: string[] } = {},
) {
  const network = await ctx.db.network.create({ data: { id: ctx.newId(), name, chainId: BigInt(chainId) } });
  for (const url of rpcUrls) {
    const id = ctx.newId();
    const urlEncrypted = ctx.secrets.encrypt(url, endpointUrlAad(id));
    const urlDigest = ctx.secrets.digest(url);
    await ctx.db.endpoint.create({
      data: { id, networkId: network.id, urlEncrypted, urlDigest, host: new URL(url).host },
    });
  }
  return network;
}
