const PAGE_SIZE = 50;

/** What a list's page is asked for: the words searched, and the part of the list. */
export function listRequest(request: Request) {
  const search = new URL(request.url).searchParams;
  const cursor = search.get("cursor") ?? undefined;
  return { q: search.get("q")?.trim().slice(0, 200) ?? "", part: { limit: PAGE_SIZE, cursor } };
}
