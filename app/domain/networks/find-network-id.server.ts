import type { FieldError } from "~/domain/errors";
import type { Db, DbTransaction } from "~/platform/db.server";

/** The id of the network of a name (any case), or the field error that says which names there are. */
export async function findNetworkId(
  db: Db | DbTransaction,
  { name, pointer }: { name: string; pointer: string },
): Promise<{ id: string } | { error: FieldError }> {
  const network = await db.network.findUnique({ where: { name: name.trim().toLowerCase() }, select: { id: true } });
  if (network) return network;
  const known = await db.network.findMany({ select: { name: true }, orderBy: { name: "asc" }, take: 10 });
  const names = known.map((row) => row.name).join(", ");
  const detail = names === "" ? "is not a network: none is configured yet" : `is not a network; there is ${names}`;
  return { error: { pointer, detail, code: "unknown_network" } };
}
