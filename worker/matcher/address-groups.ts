import { AddressFilter } from "./address-filter";

/** The groups that an address is in, one after the other. */
export interface Membership<Group> {
  readonly group: Group;
  next: Membership<Group> | null;
  /** It belongs to one address only, which is alone in the group. */
  readonly isOwn: boolean;
}

/** Addresses taken between two looks at the clock. */
const STEP_ADDRESSES = 256;
/** Nothing more is to be done. */
export const NO_WORK: readonly undefined[] = Object.freeze([]);

/**
 * Addresses and what is known of each. Rules on the same list of addresses share one group, however many they are and
 * however long the list is: an address leads to its groups, so that a thousand rules on a list of 100,000 take 100,000
 * entries and not a hundred million. Read only once it is built.
 */
export class AddressGroups<Group> {
  readonly #members = new Map<string, Membership<Group>>();
  /** By the list itself. */
  readonly #lists = new Map<readonly string[], Group>();
  /** Nearly every address that is asked for is in no group: it answers before the map is looked into. */
  #filter = new AddressFilter([], 0);

  constructor(private readonly createGroup: () => Group) {}

  get size(): number {
    return this.#members.size;
  }

  /** @param address in lower case. */
  get(address: string): Membership<Group> | null {
    return this.#filter.mayHave(address) ? (this.#members.get(address) ?? null) : null;
  }

  has(address: string): boolean {
    return this.#filter.mayHave(address) && this.#members.has(address);
  }

  /** To be called once, after everything was added: nothing is found before. */
  finish(): void {
    this.#filter = new AddressFilter(this.#members.keys(), this.#members.size);
  }

  addresses(): Iterable<string> {
    return this.#members.keys();
  }

  /**
   * The group of a list of addresses. A long list that is new is still to be joined to it: that is `work`, done by going
   * through it, which may be interrupted.
   */
  groupOf(addresses: readonly string[]): { group: Group; work: Iterable<void> } {
    const [only = ""] = addresses;
    if (addresses.length === 1) return { group: this.#groupOf(only), work: NO_WORK };
    const known = this.#lists.get(addresses);
    if (known !== undefined) return { group: known, work: NO_WORK };
    const group = this.createGroup();
    this.#lists.set(addresses, group);
    return { group, work: this.#join(addresses, group) };
  }

  #groupOf(address: string): Group {
    const known = this.#members.get(address);
    if (known?.isOwn === true) return known.group;
    const own = { group: this.createGroup(), next: known ?? null, isOwn: true };
    this.#members.set(address, own);
    return own.group;
  }

  *#join(addresses: readonly string[], group: Group): Generator<void> {
    // One object for all addresses that are in no other group.
    const alone: Membership<Group> = { group, next: null, isOwn: false };
    for (let at = 0; at < addresses.length; at += 1) {
      const address = addresses[at] ?? "";
      const known = this.#members.get(address);
      if (known === undefined) this.#members.set(address, alone);
      else if (known.isOwn) known.next = { group, next: known.next, isOwn: false };
      else this.#members.set(address, { group, next: known, isOwn: false });
      if (at % STEP_ADDRESSES === STEP_ADDRESSES - 1) yield;
    }
  }
}
