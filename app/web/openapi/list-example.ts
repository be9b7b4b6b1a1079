import type { EndpointSpec } from "../api/endpoint";

const META = { total: 1, page: 1, limit: 20, nextCursor: null };

/**
 * An example of a list's answer, made from the one of the resource that it lists (`…/deliveries` from
 * `…/deliveries/{id}`); undefined for what is no list, and where no single resource has an example.
 */
export function listExample({ method, path, responses }: EndpointSpec, all: readonly EndpointSpec[]): unknown {
  const name = path.split("/").at(-1);
  const single = all.find((other) => other.method === "GET" && other.path.endsWith(`/${name}/{id}`));
  const item = single?.responses[200]?.example;
  if (method !== "GET" || item === undefined) return undefined;
  const parsed = responses[200]?.schema?.safeParse({ data: [item], meta: META });
  return parsed?.success === true ? parsed.data : undefined;
}
