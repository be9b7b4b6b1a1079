import type { LinksFunction, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import {
  isRouteErrorResponse,
  Links,
  Meta,
  Outlet,
  Scripts,
  ScrollRestoration,
  useFetchers,
  useRouteError,
  useRouteLoaderData,
} from "@remix-run/react";
import { type ReactNode, useContext } from "react";

import { NonceContext } from "~/components/nonce-context";
import { PageError } from "~/components/page-error";
import { parseTheme, type Theme, themeFromCookie } from "~/components/theme";
import { RenderedAtContext } from "~/components/use-now";
import { paths } from "~/paths";
import stylesheet from "./tailwind.css?url";

export const links: LinksFunction = () => [
  { rel: "stylesheet", href: stylesheet },
  { rel: "icon", href: "/favicon.svg", type: "image/svg+xml" },
  { rel: "manifest", href: "/site.webmanifest" },
];

export const meta: MetaFunction = () => [{ title: "Sentinel" }];

export function loader({ request, context }: LoaderFunctionArgs) {
  return {
    theme: themeFromCookie(request.headers.get("cookie")),
    renderedAt: Date.now(),
    requestId: context.requestId,
  };
}

/** The theme and the clock of the first page stay; nothing here changes with where one goes. */
export function shouldRevalidate({ formAction }: { formAction?: string | undefined }) {
  return formAction === paths.theme();
}

export function Layout({ children }: { children: ReactNode }) {
  const nonce = useContext(NonceContext);
  const data = useRouteLoaderData<typeof loader>("root");
  const theme = useChosenTheme(data?.theme ?? "system");
  return (
    <html lang="en" data-theme={theme} className="h-full">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="color-scheme" content={theme === "system" ? "dark light" : theme} />
        <meta name="robots" content="noindex" />
        <Meta />
        <Links />
      </head>
      <body className="min-h-full bg-ground font-sans text-ink">
        <RenderedAtContext.Provider value={data?.renderedAt ?? 0}>{children}</RenderedAtContext.Provider>
        <ScrollRestoration nonce={nonce} getKey={scrollKey} />
        <Scripts nonce={nonce} />
      </body>
    </html>
  );
}

/**
 * What a scroll position is remembered by. Entries that the browser made itself, by following an anchor on the page, all
 * have the same key: the position of one would be taken for the next one's, away from where its anchor leads.
 */
function scrollKey({ key, hash }: { key: string; hash: string }): string {
  return key === "default" && hash !== "" ? `anchor ${Math.random()}` : key;
}

/** What was just chosen shows at once; the server's answer only confirms it. */
function useChosenTheme(stored: Theme): Theme {
  const choosing = useFetchers().find((fetcher) => fetcher.formAction === paths.theme());
  return choosing?.formData ? parseTheme(choosing.formData.get("theme")) : stored;
}

export default function App() {
  return <Outlet />;
}

/** Whatever no page caught. The document's frame stands, so that there is always a way back. */
export function ErrorBoundary() {
  const error = useRouteError();
  const data = useRouteLoaderData<typeof loader>("root");
  const requestId = isRouteErrorResponse(error) && error.status < 500 ? undefined : data?.requestId;
  return (
    <main className="grid min-h-dvh place-content-center">
      <PageError error={error} requestId={requestId} />
    </main>
  );
}
