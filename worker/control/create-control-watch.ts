import type { Logger } from "pino";

import { isController, type StoredControlGraph } from "~/domain/control/control-graph";
import type { ControlTarget } from "~/domain/control/list-control-targets.server";
import type { ControlReading } from "~/domain/control/save-control-graph.server";
import type { MinedBlock, RpcRequest } from "../blocks/types";
import { RpcError } from "../listener/rpc-errors";
import type { CodeChange } from "./attribute-change";
import { readControlGraph } from "./read-control-graph";

const TICK_MS = 1_000;
const RELOAD_MS = 15_000;
/** A graph that nothing seems to have touched is read again after this. */
const FRESH_MS = 600_000;
/** Contracts with a rule of changed code that are looked at in every block, in turn. */
const CHECKS_PER_BLOCK = 10;

/** What a control watch works with. */
export interface ControlWatchOptions {
  log: Logger;
  request: RpcRequest;
  listTargets: () => Promise<ControlTarget[]>;
  save: (target: ControlTarget, reading: ControlReading, hasChanged: boolean) => Promise<void>;
  /** Whether a rule waits for a change of the code behind the address. */
  hasChangeRule: (address: string) => boolean;
  /** The code behind a watched address is another one, seen on the state of this block (null: between two looks). */
  onChange: (change: CodeChange, block: MinedBlock | null) => Promise<void>;
}

/** Keeps the control graphs of a network's watched contracts fresh, and notices when the code behind one changes. */
export interface ControlWatch {
  /** Resolves when contracts that the block touched, or that a rule waits for, were looked at. */
  onBlock(block: MinedBlock): Promise<void>;
  /** Entries were added, or a new look was asked for. */
  reload(): void;
  stop(): Promise<void>;
}

/** Starts at once: contracts that were never read come first, one a second. */
export function createControlWatch(options: ControlWatchOptions): ControlWatch {
  return new PacedControlWatch(options);
}

class PacedControlWatch implements ControlWatch {
  private targets = new Map<string, ControlTarget>();
  private readonly turns: string[] = [];
  private reloadedAtMs = 0;
  private running: Promise<void> | null = null;
  private isFailing = false;
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly options: ControlWatchOptions) {
    this.timer = setInterval(() => {
      this.running ??= this.tick().finally(() => {
        this.running = null;
      });
    }, TICK_MS);
  }

  reload(): void {
    this.reloadedAtMs = 0;
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  async onBlock(block: MinedBlock): Promise<void> {
    if (this.targets.size === 0) return;
    const due = new Set([...this.touchedBy(block), ...this.nextInTurn()]);
    for (const watchlistId of due) {
      const target = this.targets.get(watchlistId);
      if (target?.graph) await this.read(target, block);
    }
  }

  private async tick(): Promise<void> {
    try {
      if (Date.now() - this.reloadedAtMs > RELOAD_MS) await this.load();
      const next = this.nextDue();
      if (next) await this.read(next, null);
      this.isFailing = false;
    } catch (error) {
      if (!this.isFailing) this.options.log.warn({ err: error }, "control graphs can't be kept, trying again");
      this.isFailing = true;
    }
  }

  private async load(): Promise<void> {
    const listed = await this.options.listTargets();
    this.reloadedAtMs = Date.now();
    this.targets = new Map(listed.map((target) => [target.watchlistId, target]));
    this.turns.splice(0, this.turns.length, ...listed.map(({ watchlistId }) => watchlistId));
  }

  private nextDue(): ControlTarget | undefined {
    const all = [...this.targets.values()];
    const asked = all.find(({ isRequested }) => isRequested) ?? all.find(({ refreshedAtMs }) => refreshedAtMs === null);
    if (asked) return asked;
    const before = Date.now() - FRESH_MS;
    const old = all.filter(({ refreshedAtMs }) => (refreshedAtMs ?? 0) < before);
    return old.sort((a, b) => (a.refreshedAtMs ?? 0) - (b.refreshedAtMs ?? 0))[0];
  }

  /** Contracts that the block's transactions, or their logs, have to do with. */
  private touchedBy({ transactions, receipts }: MinedBlock): string[] {
    const touched = new Set<string>();
    for (const { to } of transactions) if (to !== null) touched.add(to.toLowerCase());
    for (const { logs } of receipts?.values() ?? []) for (const { address } of logs) touched.add(address);
    return [...this.targets.values()]
      .filter(({ address, graph }) => touched.has(address) || graph?.nodes.some((node) => touched.has(node.address)))
      .map(({ watchlistId }) => watchlistId);
  }

  /** A change inside somebody else's call touches nothing that the block shows. */
  private nextInTurn(): string[] {
    const chosen: string[] = [];
    for (let tried = 0; tried < this.turns.length && chosen.length < CHECKS_PER_BLOCK; tried += 1) {
      const watchlistId = this.turns.shift();
      if (watchlistId === undefined) break;
      this.turns.push(watchlistId);
      const target = this.targets.get(watchlistId);
      if (target && this.options.hasChangeRule(target.address)) chosen.push(watchlistId);
    }
    return chosen;
  }

  private async read(target: ControlTarget, block: MinedBlock | null): Promise<void> {
    const { request, save } = this.options;
    // Set first: a contract that can't be read must not hold up the others, and comes round again later.
    target.refreshedAtMs = Date.now();
    target.isRequested = false;
    let number: bigint;
    let graph: StoredControlGraph;
    try {
      number = block?.number ?? BigInt(await request<string>("eth_blockNumber", []));
      graph = await readControlGraph(request, target.address, `0x${number.toString(16)}`);
    } catch (error) {
      const reason = error instanceof RpcError ? `The node answered: ${error.message}` : "No endpoint answered.";
      await save(target, { error: reason }, false);
      throw error;
    }
    const before = target.graph;
    const hasChanged = JSON.stringify(before) !== JSON.stringify(graph);
    for (const change of before ? changesBetween(target.address, before, graph) : []) {
      await this.options.onChange(change, block);
    }
    target.graph = graph;
    // In a block nothing is written for what stayed: one statement a touched contract and block would be many.
    if (hasChanged || block === null) await save(target, { graph, blockNumber: number }, hasChanged);
  }
}

function changesBetween(address: string, before: StoredControlGraph, after: StoredControlGraph): CodeChange[] {
  const nodes = [...before.nodes, ...after.nodes];
  const related = new Set(nodes.filter(isController).map((node) => node.address));
  const changes: CodeChange[] = [];
  if (before.implementation !== after.implementation) {
    const [from, to] = [before.implementation, after.implementation];
    changes.push({ kind: "implementation", address, before: from, after: to, related });
  }
  if (before.delegate !== after.delegate) {
    changes.push({ kind: "delegation", address, before: before.delegate, after: after.delegate, related });
  }
  return changes;
}
