/** The node answered, and its answer is an error (JSON-RPC 2.0 §5.1). The same request would fail there again. */
export class RpcError extends Error {
  override readonly name = "RpcError";
  constructor(
    readonly code: number,
    message: string,
    /** What the error carries besides: a revert's bytes, where a call reverted. */
    readonly data?: unknown,
  ) {
    super(message);
  }
}

/**
 * The node has not got this method. Nodes disagree on the code: -32601 by JSON-RPC 2.0, -32004 of EIP-1474 (hardhat),
 * and -32602 of anvil, which takes an unknown method for wrong parameters.
 */
export function isUnsupported({ code, message }: RpcError): boolean {
  if (code === -32601 || code === -32004) return true;
  return /method.*(not (found|supported|available|exist)|does not exist)|unknown method|did not match any variant/i.test(
    message,
  );
}

/** The call was made and its code reverted (geth's code 3): every other node would say the same. */
export function isRevert({ code, message }: RpcError): boolean {
  return (
    code === 3 || /\brevert(ed)?\b|execution failed|invalid opcode|out of gas|stack (under|over)flow/i.test(message)
  );
}

/** No answer: not connected, closed meanwhile, or too late. Another endpoint may well answer. */
export class TransportError extends Error {
  override readonly name = "TransportError";
}
