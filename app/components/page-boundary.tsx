import { useRouteError, useRouteLoaderData } from "@remix-run/react";

import { PageError } from "./page-error";

/** The ErrorBoundary of every page inside the frame: the frame stays, the page says what happened. */
export function PageBoundary() {
  const root = useRouteLoaderData<{ requestId: string }>("root");
  return <PageError error={useRouteError()} requestId={root?.requestId} />;
}
