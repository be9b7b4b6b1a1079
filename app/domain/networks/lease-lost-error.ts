/** Another worker holds a network's lease by now: what this one wanted to write is not written. */
export class LeaseLostError extends Error {
  override readonly name = "LeaseLostError";

  constructor(networkId: string) {
    super(`another worker watches the network ${networkId} by now`);
  }
}
