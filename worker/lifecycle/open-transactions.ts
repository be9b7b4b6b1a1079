import type { OpenTransaction } from "./types";

/** The transactions that alerts wait for, by hash, and by sender and nonce. Hashes and addresses are lower case. */
export class OpenTransactions {
  private readonly byAlert = new Map<string, OpenTransaction>();
  private readonly byHash = new Map<string, OpenTransaction[]>();
  private readonly bySender = new Map<string, Map<bigint, OpenTransaction[]>>();
  private all: readonly OpenTransaction[] = [];

  get size(): number {
    return this.all.length;
  }

  list(): readonly OpenTransaction[] {
    return this.all;
  }

  ofHash(hash: string): readonly OpenTransaction[] | undefined {
    return this.byHash.get(hash);
  }

  /** By nonce. */
  ofSender(sender: string): ReadonlyMap<bigint, readonly OpenTransaction[]> | undefined {
    return this.bySender.get(sender);
  }

  replace(open: readonly OpenTransaction[]): void {
    this.all = open;
    this.byAlert.clear();
    this.byHash.clear();
    this.bySender.clear();
    for (const one of open) {
      this.byAlert.set(one.alertId, one);
      push(this.byHash, one.hash, one);
      const ofSender = this.bySender.get(one.from) ?? new Map<bigint, OpenTransaction[]>();
      this.bySender.set(one.from, ofSender);
      push(ofSender, one.nonce, one);
    }
  }

  without(alertIds: ReadonlySet<string>): void {
    if ([...alertIds].some((alertId) => this.byAlert.has(alertId)))
      this.replace(this.all.filter(({ alertId }) => !alertIds.has(alertId)));
  }

  has(alertId: string): boolean {
    return this.byAlert.has(alertId);
  }

  ofAlert(alertId: string): OpenTransaction | undefined {
    return this.byAlert.get(alertId);
  }

  /** The alert follows its transaction under another hash. */
  rename(open: OpenTransaction, hash: string): void {
    const others = this.byHash.get(open.hash)?.filter((one) => one !== open) ?? [];
    if (others.length > 0) this.byHash.set(open.hash, others);
    else this.byHash.delete(open.hash);
    open.earlierHashes = [...open.earlierHashes, open.hash];
    open.hash = hash;
    push(this.byHash, hash, open);
  }
}

function push<K>(into: Map<K, OpenTransaction[]>, key: K, one: OpenTransaction): void {
  const known = into.get(key);
  if (known) known.push(one);
  else into.set(key, [one]);
}
