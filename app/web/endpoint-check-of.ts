import type { EndpointCheck } from "~/domain/networks/network-input";

/** What `?verify` asks of a network's endpoints. */
export function endpointCheckOf({ verify }: { verify?: "true" | "false" | undefined }): EndpointCheck {
  if (verify === undefined) return "lenient";
  return verify === "true" ? "strict" : "none";
}
