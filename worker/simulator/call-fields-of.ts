import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";

/**
 * A transaction as a node takes a call to try, without its sender. Without fee and nonce too: nodes refuse a call for them
 * in different ways. The accounts that it delegates (EIP-7702) come along, or their code would not run.
 */
export function callFieldsOf(transaction: RpcTransaction & { authorizationList?: unknown }): Record<string, unknown> {
  const { to, gas, value, input, authorizationList } = transaction;
  const delegates = Array.isArray(authorizationList) && authorizationList.length > 0 ? { authorizationList } : {};
  return { gas, value, input, ...(to === null ? {} : { to }), ...delegates };
}
