/**
 * Whether PostgreSQL can keep a text: not with a NUL (its manual, 8.3), nor with half of a surrogate pair, which UTF-8
 * doesn't have.
 */
export function isStorableText(text: string): boolean {
  return !/[\0\p{Surrogate}]/u.test(text);
}
