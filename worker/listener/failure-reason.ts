import { RpcError, TransportError } from "./rpc-errors";

/** Why a connection couldn't be set up or kept, for people. */
export function failureReason(error: unknown): string {
  if (error instanceof RpcError) return `refused by the node: ${error.message} (${error.code})`;
  // The socket is closing already, or doesn't answer; either way its text says why.
  if (error instanceof TransportError) return error.message;
  return error instanceof Error ? `failed: ${error.name}` : "failed";
}
