import { z } from "zod";

import { endpoint } from "../api/endpoint";

export const getOpenApi = endpoint({
  method: "GET",
  path: "/v1/openapi.json",
  summary: "This API as an OpenAPI 3.1 document",
  tag: "Documentation",
  action: "openapi.read",
  responses: { 200: { description: "The document.", schema: z.record(z.string(), z.unknown()) } },
});
