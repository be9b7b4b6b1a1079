import type { AddressInfo } from "node:net";

import express from "express";
import pg from "pg";

import type { Statement } from "./capture-statements";

/**
 * What Sentinel is compared with: Express and a pool on the same database, each route running the statements that
 * Sentinel ran for the same answer, without anything else. `argv`: the database's URL and the routes as JSON.
 */
const [databaseUrl = "", routes = "{}"] = process.argv.slice(2);
const pool = new pg.Pool({ connectionString: databaseUrl, max: 10 });
const app = express();
app.disable("etag");

for (const [name, statements] of Object.entries(JSON.parse(routes) as Record<string, Statement[]>)) {
  app.get(`/${name}`, async (_request, response, next) => {
    try {
      const results = await Promise.all(statements.map((statement) => pool.query(statement)));
      response.json({ data: results.map(({ rows }) => rows) });
    } catch (error) {
      next(error);
    }
  });
}

const server = app.listen(0, "127.0.0.1", () => {
  process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
process.on("disconnect", () => process.exit(0));
