import type { EndpointSpec } from "./endpoint";
import type { HandledEndpoint, HandlerInput } from "./handle";

/** Ties a handler that answers with a stream of its own (server-sent events, an export) to its endpoint. */
export function handleStream<E extends EndpointSpec>(
  endpoint: E,
  handler: (input: HandlerInput<E>) => Promise<Response>,
): HandledEndpoint {
  return { endpoint, run: handler as unknown as HandledEndpoint["run"] };
}
