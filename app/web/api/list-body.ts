import type { AppLoadContext } from "@remix-run/node";

import type { Page, PageRequest } from "~/domain/pagination";

/** Rows that can be reached by page number; deeper needs a cursor. */
export const MAX_PAGED_ROWS = 10_000;

interface ListInput {
  query: PageRequest;
  request: Request;
  context: AppLoadContext;
}

/** The answer of a list: `{data, meta}` and, when there is more, `Link: <…>; rel="next"` (RFC 8288). */
export function listBody<T>(page: Page<T>, { query, request, context }: ListInput) {
  const byCursor = query.cursor !== undefined;
  const meta = {
    total: page.total,
    page: byCursor ? null : (query.page ?? 1),
    limit: query.limit,
    nextCursor: page.nextCursor,
  };
  const next = page.nextCursor === null ? null : nextUrl(page.nextCursor, query, request, context.ctx.env.PUBLIC_URL);
  return {
    status: 200 as const,
    body: { data: page.data, meta },
    ...(next === null ? {} : { headers: { Link: `<${next}>; rel="next"` } }),
  };
}

/** Who asked by page is led on by page as far as that goes, everyone else by cursor. */
function nextUrl(cursor: string, query: PageRequest, request: Request, publicUrl: string): string {
  const url = new URL(request.url);
  const configured = new URL(publicUrl);
  // Behind a proxy that ends TLS the request itself looks like plain HTTP.
  if (configured.host === url.host) url.protocol = configured.protocol;
  const page = query.page === undefined ? null : query.page + 1;
  if (page !== null && page * query.limit <= MAX_PAGED_ROWS) {
    url.searchParams.set("page", String(page));
  } else {
    url.searchParams.delete("page");
    url.searchParams.set("cursor", cursor);
  }
  return url.href;
}
