/**
 * Chains whose sequencer keeps its pool to itself, by chain id (chainid.network): a subscription to their pending
 * transactions is refused, or accepted and silent by design (Chainstack's and the OP Stack's documentation).
 */
const MEMPOOL_LESS: ReadonlySet<number> = new Set([
  10,
  11155420, // OP Mainnet, OP Sepolia
  130, // Unichain
  324,
  300, // ZKsync Era and its testnet
  480, // World Chain
  1868, // Soneium
  7777777, // Zora
  8453,
  84532, // Base, Base Sepolia
  34443, // Mode
  42161,
  421614, // Arbitrum One, Arbitrum Sepolia
  42170, // Arbitrum Nova
  57073, // Ink
]);

/** Whether a chain is known to have no public mempool. */
export function isMempoolLess(chainId: number): boolean {
  return MEMPOOL_LESS.has(chainId);
}
