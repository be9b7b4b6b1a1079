import type { ErrorRequestHandler } from "express";

import type { Context } from "~/platform/context.server";
import { problemResponse } from "./api/problem-response.server";
import { sendProblem } from "./send-problem.server";

/**
 * What failed before Remix or behind it. The client learns nothing of the inside; the log does, except of what only a
 * broken request brings about (Express gives such errors a 4xx status).
 */
export function lastResort(ctx: Context): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    // Half an answer is out already: Express closes the connection.
    if (response.headersSent) return next(error);
    if (request.path.startsWith("/v1/")) {
      void sendProblem(problemResponse(error, { ctx }), response).catch(next);
      return;
    }
    const given = error instanceof Error && "status" in error ? Number(error.status) : 500;
    const status = given >= 400 && given < 500 ? given : 500;
    if (status === 500) ctx.log.error({ err: error }, "request failed outside of any page");
    const words = status === 500 ? "Something went wrong on our side." : "The request can't be read.";
    response.status(status).type("text").send(`${words}\n`);
  };
}
