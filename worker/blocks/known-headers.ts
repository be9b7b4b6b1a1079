/** Where a block stands in the chain. `parentHash` is empty when the header itself was never read. */
export interface KnownHeader {
  number: bigint;
  hash: string;
  parentHash: string;
}

/** Deeper than any reorganisation: two epochs of Ethereum make a block final after 64. */
const KEPT = 128n;

/** The last headers of the chain as it was read, one a height. */
export class KnownHeaders {
  private readonly byNumber = new Map<bigint, KnownHeader>();

  get(number: bigint): KnownHeader | undefined {
    return this.byNumber.get(number);
  }

  has({ number, hash }: Pick<KnownHeader, "number" | "hash">): boolean {
    return this.byNumber.get(number)?.hash === hash;
  }

  /** Keeps a header, and forgets what is too far below `tip`. */
  add({ number, hash, parentHash }: KnownHeader, tip: bigint): void {
    if (number + KEPT <= tip) return;
    this.byNumber.set(number, { number, hash, parentHash });
    if (BigInt(this.byNumber.size) <= KEPT) return;
    for (const known of this.byNumber.keys()) if (known + KEPT <= tip) this.byNumber.delete(known);
  }

  remove(number: bigint): void {
    this.byNumber.delete(number);
  }

  /** Forgets everything above a height, and returns it, the highest first. */
  removeAbove(number: bigint): KnownHeader[] {
    const above = [...this.byNumber.values()].filter((header) => header.number > number);
    for (const header of above) this.byNumber.delete(header.number);
    return above.sort((a, b) => (a.number < b.number ? 1 : -1));
  }
}
