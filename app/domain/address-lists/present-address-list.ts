import type { Prisma } from "~/platform/generated/prisma/client";
import type { AddressList } from "./address-list";

/** What has to be read with a list to show it. */
export const LIST_INCLUDE = { _count: { select: { entries: true } } } as const satisfies Prisma.AddressListInclude;

type Row = Prisma.AddressListGetPayload<{ include: typeof LIST_INCLUDE }>;

/** A list as the API shows it. */
export function presentAddressList({ id, name, description, createdAt, updatedAt, _count }: Row): AddressList {
  return {
    id,
    name,
    description,
    size: _count.entries,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
