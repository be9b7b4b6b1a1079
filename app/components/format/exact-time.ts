/** A moment exactly, in UTC: `2030-01-31 12:00:00.123 UTC`. */
export function exactTime(at: string | Date): string {
  const iso = typeof at === "string" ? at : at.toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, 23)} UTC`;
}
