import type { Prisma } from "~/platform/generated/prisma/client";
import { SESSION_LIFETIMES } from "./session-lifetimes";

/** Prisma's `where` for sign-ins that are neither ended nor expired nor idle for too long at `now`. */
export function liveSessions(now: Date): Prisma.SessionWhereInput {
  const usedSince = (kind: keyof typeof SESSION_LIFETIMES) => ({
    kind,
    lastSeenAt: { gt: new Date(now.getTime() - SESSION_LIFETIMES[kind].idleMs) },
  });
  return { revokedAt: null, expiresAt: { gt: now }, OR: [usedSince("browser"), usedSince("token")] };
}
