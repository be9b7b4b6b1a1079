import type { AuditDefect } from "./audit-verdict";
import type { CheckpointClaim } from "./checkpoint";
import { type CheckpointSigner, isIntactCheckpoint } from "./checkpoint-signer.server";

/**
 * A checkpoint to be held against the chain, by where it comes from: the database, where nobody but this installation
 * should have put one; its own file, of which only what a known key signed counts; or a copy that somebody trusts, whose
 * key may long be forgotten here.
 */
export interface JudgedCheckpoint extends CheckpointClaim {
  source: "database" | "own" | "trusted";
  keyId: string;
  signature: string;
  /** The database doesn't keep it. */
  publicKey?: string;
}

/** Of those that hold, the newest this many are remembered: one of them is the last that is signed rightly. */
const REMEMBERED = 50;

/**
 * Holds checkpoints against the chain. A signature is only checked where it decides something: a checkpoint that agrees
 * with the chain claims nothing new, whoever wrote it.
 */
export class CheckpointJudge {
  readonly #signer: CheckpointSigner;
  readonly #genesis: string;
  #agreeing: JudgedCheckpoint[] = [];
  #unknown: JudgedCheckpoint | null = null;
  #forged: AuditDefect[] = [];
  #rewritten: AuditDefect | null = null;
  #beyond: JudgedCheckpoint | null = null;

  constructor(signer: CheckpointSigner, genesis: string) {
    this.#signer = signer;
    this.#genesis = genesis;
  }

  /** A checkpoint and the hash that its entry has. */
  take(checkpoint: JudgedCheckpoint, hash: string): void {
    if (checkpoint.hash === hash && checkpoint.genesis === this.#genesis) {
      this.#agreeing.push(checkpoint);
      if (this.#agreeing.length > REMEMBERED) this.#agreeing.shift();
    } else if (this.#rewritten === null && this.#isSound(checkpoint)) {
      this.#rewritten = this.#contradiction(checkpoint);
    }
  }

  /** A checkpoint of an entry that the log does not reach. */
  takeBeyond(checkpoint: JudgedCheckpoint): void {
    if (!this.#isSound(checkpoint)) return;
    if (this.#beyond === null || this.#beyond.seq < checkpoint.seq) this.#beyond = checkpoint;
  }

  /** The verdict: call it once, after all were taken. */
  end(): { defects: AuditDefect[]; beyond: JudgedCheckpoint | null; last: JudgedCheckpoint | null } {
    const last = this.#agreeing.findLast((checkpoint) => this.#isSound(checkpoint)) ?? null;
    const defects = [...(this.#rewritten === null ? [] : [this.#rewritten]), ...this.#forged.slice(0, 10)];
    // With a later one that holds, what an unknown key signed earlier is of no matter: a rotation left it behind.
    if (this.#unknown !== null && this.#unknown.seq > (last?.seq ?? -1)) {
      const detail =
        `The newest checkpoint, at ${this.#unknown.seq}, is signed by a key that is not known here: either the log was ` +
        "written again, or SENTINEL_SECRET was changed without naming the earlier one in SENTINEL_SECRET_PREVIOUS.";
      defects.push({ kind: "rewritten", seq: this.#unknown.seq, detail });
    }
    return { defects, beyond: this.#beyond, last };
  }

  #isSound(checkpoint: JudgedCheckpoint): boolean {
    const { seq, kind, source } = checkpoint;
    const verified = this.#signer.verify(checkpoint, checkpoint);
    if (source === "trusted" && verified === null) return isIntactCheckpoint(checkpoint);
    if (source !== "database" || verified === true) return verified === true;
    if (verified === false) {
      const detail = `The ${kind === "retention" ? "retention checkpoint" : "checkpoint"} at ${seq} is forged: its signature is false.`;
      this.#forged.push({ kind: "rewritten", seq, detail });
    } else if (this.#unknown === null || this.#unknown.seq < seq) this.#unknown = checkpoint;
    return false;
  }

  #contradiction({ seq, createdAt, genesis }: JudgedCheckpoint): AuditDefect {
    if (genesis !== this.#genesis) {
      const detail = `A checkpoint signed on ${createdAt} is of a chain that began elsewhere: this one was begun anew.`;
      return { kind: "rewritten", seq: Math.max(seq, 1), detail };
    }
    const sound = this.#agreeing.at(-1)?.seq ?? null;
    const since = sound === null ? `at or before entry ${seq}` : `between entries ${sound + 1} and ${seq}`;
    const detail = `Entry ${seq} is another than the one that was signed on ${createdAt}: something ${since} was written again.`;
    return { kind: "rewritten", seq, detail };
  }
}
