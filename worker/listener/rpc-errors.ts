/** The node answered, and its answer is an error (JSON-RPC 2.0 §5.1). The same request would fail there again. */
export class RpcError extends Error {
  override readonly name = "RpcError";
  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

/** No answer: not connected, closed meanwhile, or too late. Another endpoint may well answer. */
export class TransportError extends Error {
  override readonly name = "TransportError";
}
