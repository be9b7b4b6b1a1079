import { z } from "zod";

import { Id, Timestamp } from "~/domain/shared-schemas";

/** The SHA-256 that joins an entry to the chain, in lower-case hexadecimal. */
export const AuditHash = z.string().regex(/^[0-9a-f]{64}$/);

/** One thing that was done, as the API and the audit page show it. */
export const AuditEntry = z
  .object({
    id: Id,
    seq: z.int().min(1).describe("Its number in the chain: no gaps, no repeats."),
    actorId: Id.nullable().describe("Null when Sentinel itself did it, or nobody was signed in."),
    actorName: z.string().nullable().describe("The actor's name as it is now."),
    action: z.string().describe("A dot name such as `rule.created`."),
    resourceType: z.string().nullable(),
    resourceId: z.string().nullable(),
    metadata: z
      .record(z.string(), z.unknown())
      .describe(
        "What goes with it. Of a change `before` and `after`, with the fields that differ; a secret stands as `hmac:…`, " +
          "a keyed digest. `via` names the session or API key that was used.",
      ),
    ip: z.string().nullable(),
    requestId: z.string().nullable(),
    createdAt: Timestamp,
    hash: AuditHash.describe("SHA-256 over this entry and the hash of the entry before."),
  })
  .meta({ id: "AuditEntry" });
export type AuditEntry = z.infer<typeof AuditEntry>;
