/** The right to listen to a network and to write what is found there. One worker of the fleet has it at a time. */
export interface Lease {
  networkId: string;
  /** Rises with every change of holder: what carries an older one is not written (fencing). */
  token: bigint;
}
