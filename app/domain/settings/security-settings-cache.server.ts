import type { Context } from "~/platform/context.server";
import { getSecuritySettings } from "./get-security-settings.server";
import type { SecuritySettings } from "./security-settings";

/** Other instances know of a change after this long at most. */
const KEPT_MS = 10_000;

interface Cache {
  read(): Promise<SecuritySettings>;
  forget(): void;
}

const caches = new WeakMap<Context["db"], Cache>();

/** What is demanded of sign-ins, for every request: read from the database at most every 10 s. */
export function securitySettingsCache(ctx: Context): Cache {
  const existing = caches.get(ctx.db);
  if (existing) return existing;
  let kept: { until: number; settings: Promise<SecuritySettings> } | null = null;
  const made: Cache = {
    read() {
      if (kept !== null && kept.until > performance.now()) return kept.settings;
      const settings = getSecuritySettings(ctx);
      const entry = { until: performance.now() + KEPT_MS, settings };
      kept = entry;
      // A failure is its reader's; the next one asks again.
      settings.catch(() => {
        if (kept === entry) kept = null;
      });
      return settings;
    },
    forget() {
      kept = null;
    },
  };
  caches.set(ctx.db, made);
  return made;
}
