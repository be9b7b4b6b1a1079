/** A job for the reference. */
export const jobExample = {
  id: "0197a1b2-d293-74a5-90b1-c2d3e4f50617",
  kind: "backtest",
  state: "running",
  input: {
    ruleId: "0197a1b2-8d4e-7f50-9b6c-7d8e9f0a1b2c",
    ruleName: "Treasury: ownership renounced",
    severity: "critical",
    network: "mainnet",
    range: { kind: "blocks", fromBlock: 24_470_000, toBlock: 24_476_000 },
  },
  progress: { done: 1200, total: 6001, unit: "blocks", transactions: 251_400, restarts: 0 },
  result: {
    matches: 1,
    uncertain: 0,
    pages: 1,
    perDay: [{ day: "2026-01-14", matches: 1, pages: 1 }],
    examples: [
      {
        txHash: "0x9b1c6a3f4e8d7c2b1a0f9e8d7c6b5a4f3e2d1c0b9a8f7e6d5c4b3a2f1e0d9c8b",
        blockNumber: 24_470_812,
        at: "2026-01-14T21:04:11.000Z",
        title: "The owner of Treasury Vault is giving up ownership",
        description: "Nobody can own the contract afterwards.",
        pages: true,
        uncertain: null,
      },
    ],
    notes: [],
  },
  error: null,
  createdAt: "2026-01-15T08:30:00.000Z",
  startedAt: "2026-01-15T08:30:00.412Z",
  finishedAt: null,
};
