import { AppError, type FieldError } from "~/domain/errors";

/** Looks names up and gathers those that there are none of, so that all are told at once. */
export class References {
  readonly errors: FieldError[] = [];

  /** The id that a name stands for, null for no name; of an unknown one the error is kept. */
  idOf(known: ReadonlyMap<string, string>, name: string | null | undefined, pointer: string, what: string) {
    if (name === null || name === undefined) return null;
    const id = known.get(name);
    if (id === undefined) this.errors.push({ pointer, detail: `names no ${what}: ${name}`, code: "unknown_reference" });
    return id ?? null;
  }

  /** @throws AppError `invalid_input` with everything that was not found. */
  requireAll(): void {
    if (this.errors.length === 0) return;
    throw new AppError("invalid_input", "It refers to something that does not exist.", { errors: this.errors });
  }
}
