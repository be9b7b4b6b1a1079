/**
 * A line for Foundry's `cast`. It asks for the key (or take `--ledger`, `--trezor` or `--account` instead of
 * `--interactive`); the endpoint comes from the shell. `--chain` keeps it from being signed for another chain. Every part
 * is hex or decimal, so that nothing needs quoting.
 *
 * @param call `to` EIP-55, `value` wei, `data` 0x-hex.
 */
export function responseCastLine(call: { chainId: number; to: string; value: string; data: string }): string {
  const value = call.value === "0" ? "" : ` --value ${call.value}`;
  return `cast send --rpc-url "$ETH_RPC_URL" --chain ${call.chainId} --interactive${value} ${call.to} ${call.data}`;
}
