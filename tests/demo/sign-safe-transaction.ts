import type { Wallet } from "ethers";

import type { Chain } from "./chain";
import type { Deployment } from "./deploy-contracts";

const SAFE_TX = {
  SafeTx: [
    { name: "to", type: "address" },
    { name: "value", type: "uint256" },
    { name: "data", type: "bytes" },
    { name: "operation", type: "uint8" },
    { name: "safeTxGas", type: "uint256" },
    { name: "baseGas", type: "uint256" },
    { name: "gasPrice", type: "uint256" },
    { name: "gasToken", type: "address" },
    { name: "refundReceiver", type: "address" },
    { name: "nonce", type: "uint256" },
  ],
};
const NOBODY = "0x0000000000000000000000000000000000000000";

/**
 * Has owners sign a call by the multisig (EIP-712, as Safe's documentation describes it).
 *
 * @returns Calldata of `execTransaction`, ready for anybody to send to the multisig.
 */
export async function signSafeTransaction(
  chain: Chain,
  { safe, abi }: Deployment,
  { to, data, signers }: { to: string; data: string; signers: Wallet[] },
): Promise<string> {
  const answer = await chain.rpc<string>(
    "eth_call",
    { to: safe, data: abi.safe.encodeFunctionData("nonce") },
    "latest",
  );
  const call = { to, value: 0n, data, operation: 0 };
  const refund = { safeTxGas: 0n, baseGas: 0n, gasPrice: 0n, gasToken: NOBODY, refundReceiver: NOBODY };
  const message = { ...call, ...refund, nonce: BigInt(answer) };
  const domain = { chainId: chain.chainId, verifyingContract: safe };

  const ascending = signers.toSorted((a, b) => (BigInt(a.address) < BigInt(b.address) ? -1 : 1));
  const signatures = await Promise.all(ascending.map((signer) => signer.signTypedData(domain, SAFE_TX, message)));
  const joined = `0x${signatures.map((signature) => signature.slice(2)).join("")}`;
  return abi.safe.encodeFunctionData("execTransaction", [...Object.values(call), ...Object.values(refund), joined]);
}
