import type { Prisma } from "~/platform/generated/prisma/client";

/** What has to be read with a network for `networkAuditFacts`. */
export const NETWORK_FOR_AUDIT = {
  endpoints: {
    orderBy: { id: "asc" },
    select: { id: true, host: true, urlDigest: true, urlEncrypted: true, enabled: true },
  },
} as const satisfies Prisma.NetworkInclude;
