/** The answer of a list that is always given whole: the shape of every list, as its only part. */
export function wholeList<T>(data: T[]) {
  const meta = { total: data.length, page: 1, limit: data.length, nextCursor: null };
  return { status: 200 as const, body: { data, meta } };
}
