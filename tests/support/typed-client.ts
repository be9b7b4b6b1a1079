import createClient from "openapi-fetch";

import type { paths } from "../data/api-schema";
import type { ApiClient } from "./api-client";

/**
 * The client that anybody can generate from the OpenAPI document (`openapi-typescript`, `openapi-fetch`), so that the
 * project's own tests are its first users: what the document gets wrong does not compile, or is not answered.
 */
export function createTypedClient(api: ApiClient, token: string) {
  return createClient<paths>({
    baseUrl: api.ctx.env.PUBLIC_URL,
    headers: { Authorization: `Bearer ${token}` },
    querySerializer: { array: { style: "form", explode: false } },
    // Its own types know nothing of the tests' client, which needs no socket.
    fetch: async (request) => {
      const { method, url, headers } = request;
      const { pathname, search } = new URL(url);
      const text = method === "GET" || method === "HEAD" ? "" : await request.text();
      const answer = await api.call(method, pathname + search, {
        headers: Object.fromEntries(headers),
        ...(text === "" ? {} : { body: text }),
      });
      const isEmpty = [204, 304].includes(answer.status);
      return new Response(isEmpty ? null : answer.text, { status: answer.status, headers: answer.headers });
    },
  });
}
