import { apiNotFound } from "~/web/api-not-found.server";

/** Whatever lies under /v1 without a route of its own. */
export const loader = apiNotFound;
export const action = apiNotFound;
