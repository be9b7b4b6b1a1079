import type { PrismaPg } from "@prisma/adapter-pg";

/** PostgreSQL's `char`, `name` and their arrays, read as text and text arrays (OIDs from pg_type.dat). */
const AS_TEXT: Record<number, number> = { 18: 25, 19: 25, 1002: 1009, 1003: 1009 };

interface Queryable {
  performIO: (query: unknown) => Promise<{ fields?: { dataTypeID: number }[] }>;
  startTransaction?: (level: unknown) => Promise<Queryable>;
}

function patch(queryable: Queryable): Queryable {
  const performIO = queryable.performIO.bind(queryable);
  queryable.performIO = async (query) => {
    const result = await performIO(query);
    for (const field of result?.fields ?? []) field.dataTypeID = AS_TEXT[field.dataTypeID] ?? field.dataTypeID;
    return result;
  };
  const start = queryable.startTransaction?.bind(queryable);
  if (start) queryable.startTransaction = async (level) => patch(await start(level));
  return queryable;
}

/**
 * Lets Prisma's migrate read PostgreSQL's catalogues through the driver adapter, which has no mapping for their types
 * ("Column type 'name' could not be deserialized", prisma/orm#27403). Can go when that issue is closed.
 */
export function withSystemTypes(factory: PrismaPg): PrismaPg {
  const connectors = factory as unknown as Record<string, () => Promise<Queryable>>;
  for (const name of ["connect", "connectToShadowDb"]) {
    const connect = connectors[name]?.bind(factory);
    if (connect) connectors[name] = async () => patch(await connect());
  }
  return factory;
}
