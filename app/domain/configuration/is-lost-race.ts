/**
 * Whether the database refused a statement because of what another transaction did meanwhile: a unique key (Prisma's
 * P2002), a row that is gone (P2003, P2025), a deadlock or a write conflict (P2034), or a transaction that one of these
 * had ended already (SQLSTATE 25P02).
 */
export function isLostRace(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = "code" in error ? String(error.code) : "";
  return ["P2002", "P2003", "P2025", "P2034"].includes(code) || error.message.includes("25P02");
}
