import { type FileHandle, open, stat, unlink, utimes } from "node:fs/promises";

const READ_BYTES = 1 << 20;
const LINE_FEED = 0x0a;

/** Part of a journal file, read from where the last part ended. */
export interface JournalPart {
  lines: string[];
  /** Where the next part begins. */
  nextOffset: number;
  /** Bytes after the last line feed: a line torn by a crash, when nobody writes any more. */
  tornBytes: number;
}

/** One append-only file of lines. */
export class JournalFile {
  bytes = 0;
  lines = 0;

  private constructor(
    readonly path: string,
    private readonly handle: FileHandle,
  ) {}

  /** Opens it for reading and appending, and makes it when it isn't there; for its owner only. */
  static async open(path: string): Promise<JournalFile> {
    const file = new JournalFile(path, await open(path, "a+", 0o600));
    file.bytes = (await file.handle.stat()).size;
    return file;
  }

  /**
   * Appends and waits until the disk has it.
   *
   * @returns false when the file was taken over by another process meanwhile: it may have read past this already.
   * @throws the system's error: what was written of it is taken back.
   */
  async append(text: string, lines: number): Promise<boolean> {
    const before = this.bytes;
    try {
      await this.handle.writeFile(text);
      await this.handle.datasync();
    } catch (error) {
      await this.handle.truncate(before).catch(() => undefined);
      throw error;
    }
    this.bytes += Buffer.byteLength(text);
    this.lines += lines;
    return this.isInPlace();
  }

  /** Whole lines from `offset` on, about a megabyte of them; none at the end. */
  async read(offset: number): Promise<JournalPart> {
    for (let size = READ_BYTES; ; size *= 2) {
      const { buffer, bytesRead } = await this.handle.read(Buffer.allocUnsafe(size), 0, size, offset);
      const part = buffer.subarray(0, bytesRead);
      const end = part.lastIndexOf(LINE_FEED);
      // A line that is longer than what was read: once more, with room for it.
      if (end === -1 && bytesRead === size) continue;
      const lines = end === -1 ? [] : part.toString("utf8", 0, end).split("\n");
      return { lines, nextOffset: offset + end + 1, tornBytes: bytesRead === size ? 0 : bytesRead - end - 1 };
    }
  }

  /** Counts what somebody else wrote. */
  async countLines(): Promise<void> {
    let part = await this.read(0);
    for (this.lines = 0; part.lines.length > 0; part = await this.read(part.nextOffset))
      this.lines += part.lines.length;
  }

  /** Says that its owner lives. */
  async touch(): Promise<void> {
    const now = new Date();
    await utimes(this.path, now, now);
  }

  async close(): Promise<void> {
    await this.handle.close();
  }

  /** Removes it: everything in it is in the database. */
  async remove(): Promise<void> {
    await this.handle.close();
    await unlink(this.path);
  }

  private async isInPlace(): Promise<boolean> {
    const mine = await this.handle.stat();
    try {
      return (await stat(this.path)).ino === mine.ino;
    } catch {
      return false; // Renamed by who took it over.
    }
  }
}
