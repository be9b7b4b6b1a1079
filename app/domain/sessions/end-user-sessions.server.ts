import type { DbTransaction } from "~/platform/db.server";

interface Ended {
  userId: string;
  /** The one that goes on. */
  exceptId?: string | undefined;
}

/** Ends a user's sign-ins within the transaction of whatever ends them, which is what the audit log tells. Gives their ids. */
export async function endUserSessions(tx: DbTransaction, { userId, exceptId }: Ended): Promise<string[]> {
  const ended = await tx.session.updateManyAndReturn({
    where: { userId, revokedAt: null, ...(exceptId === undefined ? {} : { id: { not: exceptId } }) },
    data: { revokedAt: new Date() },
    select: { id: true },
  });
  return ended.map(({ id }) => id);
}
