import { randomBytes } from "node:crypto";

import type { Context } from "~/platform/context.server";
import type { Prisma } from "~/platform/generated/prisma/client";

type Needed = { ruleId: string; networkId: string };
type Overrides = Partial<Prisma.AlertUncheckedCreateInput>;

const hex = (bytes: number) => `0x${randomBytes(bytes).toString("hex")}`;

/** Makes an alert of a rule, with the event that tells of it. */
export function seedAlert(ctx: Context, { ruleId, networkId, ...overrides }: Needed & Overrides) {
  const id = overrides.id ?? ctx.newId();
  return ctx.db.alert.create({
    data: {
      severity: "critical",
      title: "Ownership of Treasury Vault is being renounced",
      description: "renounceOwnership() was called on Treasury Vault.",
      txHash: hex(32),
      fromAddress: hex(20),
      toAddress: hex(20),
      nonce: 0n,
      value: 0,
      input: "0x715018a6",
      call: { selector: "0x715018a6", signature: "renounceOwnership()", name: "renounceOwnership", args: [] },
      explanation: { kind: "and", label: "every condition holds", result: true, children: [] },
      detectedAt: new Date(),
      ...overrides,
      id,
      ruleId,
      networkId,
      events: { create: { id: ctx.newId(), kind: "created" } },
    },
  });
}
