import type { EndpointSpec } from "../api/endpoint";

/** Whether an operation changes one resource, so that `If-Match` makes sense. */
export const isChange = ({ method, params }: EndpointSpec) =>
  (method === "PATCH" || method === "DELETE") && params !== undefined;

/** Whether its successful answers carry an `ETag`. */
export const hasEtag = ({ method, list, etag, responses }: EndpointSpec) =>
  list !== true && etag !== false && (method === "GET" || method === "PATCH" || 201 in responses);
