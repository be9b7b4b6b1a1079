import { Redis } from "ioredis";
import pg from "pg";

const COLUMNS = `SELECT table_schema AS "schema", table_name AS "table", column_name AS "column"
  FROM information_schema.columns
  WHERE table_schema NOT IN ('pg_catalog', 'information_schema')
    AND data_type IN ('text', 'character varying', 'json', 'jsonb', 'ARRAY', 'bytea')`;

/** Every text, JSON, list and byte string in a database, by its column. */
export async function readDatabase(url: string): Promise<Map<string, string>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const read = new Map<string, string>();
    const { rows } = await client.query<{ schema: string; table: string; column: string }>(COLUMNS);
    for (const { schema, table, column } of rows) {
      const select = `SELECT string_agg("${column}"::text, E'\\n') AS all FROM "${schema}"."${table}"`;
      const text = (await client.query<{ all: string | null }>(select)).rows[0]?.all;
      if (text) read.set(`${schema}.${table}.${column}`, text);
    }
    return read;
  } finally {
    await client.end();
  }
}

/** Every key of a Redis with what it holds: the jobs. */
export async function readRedis(url: string): Promise<string> {
  const redis = new Redis(url);
  try {
    const read: string[] = [];
    for (const key of await redis.keys("*")) read.push(key, await readKey(redis, key));
    return read.join("\n");
  } finally {
    redis.disconnect();
  }
}

async function readKey(redis: Redis, key: string): Promise<string> {
  switch (await redis.type(key)) {
    case "hash":
      return JSON.stringify(await redis.hgetall(key));
    case "list":
      return JSON.stringify(await redis.lrange(key, 0, -1));
    case "set":
      return JSON.stringify(await redis.smembers(key));
    case "zset":
      return JSON.stringify(await redis.zrange(key, 0, -1));
    case "stream":
      return JSON.stringify(await redis.xrange(key, "-", "+"));
    case "string":
      return (await redis.get(key)) ?? "";
    default:
      return "";
  }
}
