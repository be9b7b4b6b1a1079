/** Tells when everything that was taken before a moment is safe. */
export class Settlement {
  private last = 0;
  /** In the order in which they were taken. */
  private readonly open = new Set<number>();
  private waiters: { upTo: number; done: () => void }[] = [];

  /** Something is taken. @returns its number, for `close`. */
  take(): number {
    this.last += 1;
    this.open.add(this.last);
    return this.last;
  }

  /** It is committed, in the journal, or given up; may be said twice. */
  close(number: number | undefined): void {
    if (number === undefined || !this.open.delete(number) || this.waiters.length === 0) return;
    const [oldest = Number.POSITIVE_INFINITY] = this.open;
    const ready = this.waiters.filter(({ upTo }) => upTo < oldest);
    if (ready.length === 0) return;
    this.waiters = this.waiters.filter(({ upTo }) => upTo >= oldest);
    for (const { done } of ready) done();
  }

  /** Resolves when all taken so far are closed. */
  settled(): Promise<void> {
    if (this.open.size === 0) return Promise.resolve();
    return new Promise((done) => this.waiters.push({ upTo: this.last, done }));
  }
}
