import { z } from "zod";

import { Timestamp } from "~/domain/shared-schemas";

/** How far the webhook that anchors checkpoints (`AUDIT_WEBHOOK_URL`) has got. */
export const AuditWebhookState = z.object({
  /** The last one that the far side took. */
  sent: z.object({ id: z.string(), seq: z.int(), at: Timestamp }).nullable(),
  /** Attempts for the newest checkpoint that failed since. */
  failures: z.int(),
  nextAttemptAt: Timestamp.nullable(),
  /** In words, without the URL. */
  lastError: z.string().nullable(),
});
export type AuditWebhookState = z.infer<typeof AuditWebhookState>;

/** Its key among the settings. */
export const AUDIT_WEBHOOK_KEY = "audit_webhook";
