import type { LoaderFunctionArgs } from "@remix-run/node";

import { AppError } from "~/domain/errors";
import { problemResponse } from "./api/problem-response.server";

/** A 404 problem for a path that the API doesn't have. */
export async function apiNotFound({ request, context }: LoaderFunctionArgs): Promise<Response> {
  const { pathname } = new URL(request.url);
  const error = new AppError("not_found", `The API has no ${pathname}.`, { slug: "unknown_path" });
  const response = problemResponse(error, context);
  response.headers.set("Cache-Control", "no-store");
  return response;
}
