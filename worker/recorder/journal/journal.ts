import { mkdir, rename } from "node:fs/promises";
import { join } from "node:path";

import type { Logger } from "pino";

import type { AlertDraft } from "../alert-draft";
import { adoptOrphans, RELEASED } from "./adopt-orphans";
import { JournalFile } from "./journal-file";
import { readJournalLine, toJournalLine } from "./journal-line";

const HEARTBEAT_MS = 5_000;

/** What a journal is made with. */
export interface JournalOptions {
  /** Made when first needed. */
  folder: string;
  /** Tells this incarnation of the process apart from all others. */
  owner: string;
  maxBytes: number;
  log: Logger;
}

/** Drafts read from the journal, to be written before more are read. */
export interface JournalChunk {
  drafts: AlertDraft[];
  /** Lines that can't be read: damaged, or torn by a crash. */
  damaged: number;
}

/**
 * Matches that the database doesn't have yet, on the local disk: appended with fsync, read back in order, removed when
 * all are in the database. What a process that died left behind is adopted: `adopt`.
 */
export class Journal {
  /** Those to be read, in order; the last is appended to unless it was adopted. */
  private readonly files: JournalFile[] = [];
  private own: JournalFile | null = null;
  private offset = 0;
  private number = 0;
  private readonly heartbeat: NodeJS.Timeout;
  /** The file at the front and the place in it change together. */
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: JournalOptions) {
    this.heartbeat = setInterval(() => void this.touch(), HEARTBEAT_MS);
    this.heartbeat.unref();
  }

  get bytes(): number {
    return this.files.reduce((sum, file) => sum + file.bytes, 0);
  }

  /** Drafts in it, those that were read but whose file isn't removed yet included. */
  get alerts(): number {
    return this.files.reduce((sum, file) => sum + file.lines, 0);
  }

  /** Whether anything is to be read. */
  isEmpty(): boolean {
    return this.files.length === 0;
  }

  /**
   * Appends what there is room for and waits until the disk has it. One call at a time.
   *
   * @returns how many of them: the others don't fit.
   * @throws the system's error: nothing was appended then.
   */
  async append(drafts: readonly AlertDraft[]): Promise<number> {
    const lines: string[] = [];
    let room = this.options.maxBytes - this.bytes;
    for (const draft of drafts) {
      const line = toJournalLine(draft);
      room -= Buffer.byteLength(line);
      if (room < 0) break;
      lines.push(line);
    }
    if (lines.length === 0) return 0;
    await this.inTurn(() => this.write(lines.join(""), lines.length));
    return lines.length;
  }

  /** The next drafts; null when all have been read. */
  read(): Promise<JournalChunk | null> {
    return this.inTurn(() => this.readNext());
  }

  private async readNext(): Promise<JournalChunk | null> {
    for (let file = this.files[0]; file !== undefined; file = this.files[0]) {
      const { lines, nextOffset, tornBytes } = await file.read(this.offset);
      this.offset = nextOffset;
      if (lines.length > 0) return this.parse(lines);
      if (file === this.own) return null;
      if (tornBytes > 0)
        this.options.log.warn({ tornBytes }, "the last line of an adopted journal was torn by a crash");
      this.files.shift();
      await file.remove();
      this.offset = 0;
    }
    return null;
  }

  /** What was read is in the database: the file is removed when nothing was appended meanwhile. */
  done(): Promise<void> {
    return this.inTurn(async () => {
      const { own } = this;
      if (own === null || this.files[0] !== own || own.bytes > this.offset) return;
      this.own = null;
      this.files.shift();
      this.offset = 0;
      await own.remove();
    });
  }

  /** Takes over what processes that are gone left behind. @returns whether there was anything. */
  adopt(): Promise<boolean> {
    return this.inTurn(() => this.adoptNow());
  }

  private async adoptNow(): Promise<boolean> {
    const { folder, owner, log } = this.options;
    const paths = await adoptOrphans(folder, () => this.nextPath(), owner);
    for (const path of paths) {
      const file = await JournalFile.open(path);
      await file.countLines();
      // Before its own: what it holds is older. A file that is being read stays the first.
      this.files.splice(this.own === null ? this.files.length : this.files.indexOf(this.own), 0, file);
      if (this.files[0] === file) this.offset = 0;
      log.warn(
        { alerts: file.lines, bytes: file.bytes },
        "found a journal that a process left behind; its alerts are being recorded",
      );
    }
    return paths.length > 0;
  }

  /** Leaves what is there to whoever comes next, at once. */
  release(): Promise<void> {
    clearInterval(this.heartbeat);
    return this.inTurn(() => this.releaseNow());
  }

  private async releaseNow(): Promise<void> {
    for (const file of this.files.splice(0)) {
      await file.close();
      await rename(file.path, file.path.replace(/\.ndjson$/, RELEASED));
    }
    this.own = null;
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.turn.then(work);
    this.turn = result.catch(() => undefined);
    return result;
  }

  private parse(lines: readonly string[]): JournalChunk {
    const drafts: AlertDraft[] = [];
    for (const line of lines) {
      const draft = readJournalLine(line);
      if (draft !== null) drafts.push(draft);
    }
    return { drafts, damaged: lines.length - drafts.length };
  }

  private async write(text: string, lines: number): Promise<void> {
    const file = await this.ownFile();
    if (await file.append(text, lines)) return;
    // Taken over: this process stood still for longer than its heartbeat may be silent. Written again, to be sure.
    this.files.splice(this.files.indexOf(file), 1);
    this.own = null;
    this.offset = 0;
    await file.close();
    const next = await this.ownFile();
    if (!(await next.append(text, lines))) throw new Error("The journal was taken over twice in a row.");
  }

  private async ownFile(): Promise<JournalFile> {
    if (this.own !== null) return this.own;
    await mkdir(this.options.folder, { recursive: true, mode: 0o700 });
    const file = await JournalFile.open(this.nextPath());
    this.own = file;
    this.files.push(file);
    return file;
  }

  private nextPath(): string {
    this.number += 1;
    return join(this.options.folder, `${this.options.owner}-${String(this.number).padStart(6, "0")}.ndjson`);
  }

  private async touch(): Promise<void> {
    for (const file of this.files) {
      await file.touch().catch((error: unknown) => {
        this.options.log.debug({ err: error }, "a journal's heartbeat failed");
      });
    }
  }
}
