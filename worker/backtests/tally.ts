import { v7 } from "uuid";

import { type BacktestExample, BacktestResult, MAX_EXAMPLES } from "~/domain/backtests/backtest";
import type { RuleMatch } from "~/domain/rules/rule-match";
import { selectorOf } from "~/domain/transactions/decode-call";
import { intentOf } from "~/domain/transactions/intent";
import type { MinedFacts } from "~/domain/transactions/mined-facts";
import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";
import { draftAlert } from "../recorder/alert-draft";
import { PageSimulator, type PageState } from "./page-simulator";

const MAX_NOTES = 20;

/** One match of the replayed rule. */
export interface ReplayedMatch {
  match: RuleMatch;
  transaction: RpcTransaction;
  /** Null for a recorded pending transaction. */
  facts: MinedFacts | null;
  /** The block's time, or when it was seen pending; ms since the epoch. */
  atMs: number;
}

/** What a tally keeps besides the result, as plain JSON. */
export interface TallyState {
  pages: PageState;
}

/** Adds up what a backtest finds. */
export class Tally {
  readonly result: BacktestResult;
  private readonly simulator: PageSimulator;

  constructor(
    rule: ConstructorParameters<typeof PageSimulator>[0],
    kept: { result: unknown; state: TallyState } | null = null,
  ) {
    this.simulator = new PageSimulator(rule, kept?.state.pages);
    const empty = { matches: 0, uncertain: 0, pages: 0, perDay: [], examples: [], notes: [] };
    this.result = kept === null ? empty : BacktestResult.parse(kept.result);
  }

  get state(): TallyState {
    return { pages: this.simulator.state };
  }

  /** To be called in the order of the matches' time. @throws TypeError for a transaction that no alert could be made of. */
  add(found: ReplayedMatch): void {
    const { match, transaction, atMs } = found;
    const from = (transaction.from ?? intentOf(transaction)?.sender ?? "").toLowerCase();
    const target = match.log?.address ?? match.call?.to ?? match.address;
    const selector =
      match.log === null ? selectorOf(match.call?.input ?? transaction.input) : (match.log.topics[0] ?? null);
    const isUncertain = match.uncertain !== null;
    const pages = this.simulator.add({ atMs, from, selector, target, isUncertain });
    this.result.matches += 1;
    if (isUncertain) this.result.uncertain += 1;
    this.count(atMs, 1, pages);
    if (this.result.examples.length < MAX_EXAMPLES) {
      const example = toExample(found, pages > 0);
      if (example !== null) this.result.examples.push(example);
    }
  }

  /** Says once what the figures leave out. */
  note(text: string): void {
    const { notes } = this.result;
    if (notes.length < MAX_NOTES && !notes.includes(text)) notes.push(text);
  }

  /** After the last match. */
  finish(): void {
    const pages = this.simulator.finish();
    const last = this.result.perDay.at(-1);
    if (pages > 0 && last) last.pages += pages;
    this.result.pages += pages;
  }

  private count(atMs: number, matches: number, pages: number): void {
    const { result } = this;
    const day = new Date(atMs).toISOString().slice(0, 10);
    let row = result.perDay.at(-1);
    if (row?.day !== day) row = result.perDay.find((one) => one.day === day);
    if (row === undefined) {
      row = { day, matches: 0, pages: 0 };
      result.perDay.push(row);
      result.perDay.sort((a, b) => (a.day < b.day ? -1 : 1));
    }
    row.matches += matches;
    row.pages += pages;
    result.pages += pages;
  }
}

/** As the alert would read. */
function toExample({ match, transaction, facts, atMs }: ReplayedMatch, pages: boolean): BacktestExample | null {
  const draft = draftAlert(v7(), {
    ...{ networkId: match.rule.networkId, leaseToken: 0n, match, transaction, seenAtMs: atMs, firstSeen: [] },
    ...{ detection: "pending", mined: facts, outcome: null },
  });
  if (draft === null) return null;
  return {
    txHash: draft.txHash,
    blockNumber: facts === null ? null : Number(facts.blockNumber),
    at: new Date(atMs).toISOString(),
    title: draft.title,
    description: draft.description,
    pages,
    uncertain: match.uncertain,
  };
}
