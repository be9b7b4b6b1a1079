import { v7 } from "uuid";

/** A new UUIDv7 (RFC 9562): ordered by time, makeable on any instance. */
export function newId(): string {
  return v7();
}
