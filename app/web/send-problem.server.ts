import type { Response } from "express";

/** Sends a problem outside of Remix, as an Express answer. */
export async function sendProblem(problem: globalThis.Response, response: Response): Promise<void> {
  response.status(problem.status).set("Cache-Control", "no-store");
  for (const [name, value] of problem.headers) response.set(name, value);
  response.end(await problem.text());
}
