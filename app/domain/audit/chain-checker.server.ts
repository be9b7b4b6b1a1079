import { auditEntryHash, type ChainedRow } from "./audit-entry-hash.server";
import type { AuditDefect } from "./audit-verdict";

/** A place in the chain. */
export interface ChainPlace {
  seq: number;
  hash: string;
}

/** Follows the chain entry by entry. */
export interface ChainChecker {
  /** The next entry; gives what is wrong with it. */
  take(row: ChainedRow): AuditDefect[];
  /** Where the chain has got to. */
  last(): ChainPlace;
}

/**
 * Checks that entries follow each other without a gap, each on the hash of the one before, and that each one's hash is
 * that of its content. After a defect it goes on from what is there, so that one defect is told once.
 *
 * @param start the place after which the first entry comes.
 */
export function createChainChecker(start: ChainPlace): ChainChecker {
  let last: { seq: number; hash: string | null } = start;
  return {
    last: () => ({ seq: last.seq, hash: last.hash ?? "" }),
    take(row) {
      const seq = Number(row.seq);
      const defects: AuditDefect[] = [];
      if (seq !== last.seq + 1) defects.push(missing(last.seq + 1, seq - 1));
      // Nothing can follow an entry without a hash: that one is the defect.
      else if (last.hash !== null && row.prevHash !== null && row.prevHash !== last.hash) {
        const detail =
          seq === 1
            ? "Entry 1 does not begin where this chain began."
            : `Entry ${seq} follows another entry ${seq - 1} than the one that is there: that one was replaced.`;
        defects.push({ kind: "altered", seq: Math.max(seq - 1, 1), detail });
      }
      if (row.hash === null || row.prevHash === null) {
        const detail = `Entry ${seq} has no hash: it was written past the chain, with its trigger off.`;
        defects.push({ kind: "altered", seq, detail });
      } else if (auditEntryHash(row.prevHash, row) !== row.hash) {
        const detail = `Entry ${seq} is not what was written: its content does not fit its hash.`;
        defects.push({ kind: "altered", seq, detail });
      }
      last = { seq, hash: row.hash };
      return defects;
    },
  };
}

function missing(from: number, to: number): AuditDefect {
  const which = from === to ? `Entry ${from} is` : `Entries ${from} to ${to} are`;
  return { kind: "missing", seq: from, detail: `${which} missing between others that are there.` };
}
