import type { Context } from "~/platform/context.server";
import type { DbTransaction } from "~/platform/db.server";
import { endpointUrlAad } from "./endpoint-url-aad";

/**
 * Makes `urls` and the rows of `keepIds` the whole list of a network's endpoints. One that is left out is disabled, not
 * deleted: it can come back with its history. A URL that is known is taken up again.
 */
export async function saveEndpoints(
  ctx: Pick<Context, "secrets" | "newId">,
  tx: DbTransaction,
  { networkId, urls, keepIds = [] }: { networkId: string; urls: readonly string[]; keepIds?: readonly string[] },
): Promise<void> {
  // A row that a rotation of the secret hasn't reached yet is known by its digest under an earlier one.
  const byDigest = new Map(urls.map((url) => [ctx.secrets.digest(url), { url, digests: ctx.secrets.digests(url) }]));
  const digests = [...byDigest.values()].flatMap((each) => [...each.digests]);
  const isWanted = { OR: [{ urlDigest: { in: digests } }, { id: { in: [...keepIds] } }] };
  await tx.endpoint.updateMany({ where: { networkId, NOT: isWanted }, data: { enabled: false } });
  await tx.endpoint.updateMany({ where: { networkId, ...isWanted }, data: { enabled: true } });
  const known = await tx.endpoint.findMany({ where: { networkId }, select: { urlDigest: true } });
  const knownDigests = new Set(known.map((endpoint) => endpoint.urlDigest));
  for (const [urlDigest, { url, digests }] of byDigest) {
    if (digests.some((digest) => knownDigests.has(digest))) continue;
    const id = ctx.newId();
    const urlEncrypted = ctx.secrets.encrypt(url, endpointUrlAad(id));
    await tx.endpoint.create({ data: { id, networkId, urlEncrypted, urlDigest, host: new URL(url).host } });
  }
}
