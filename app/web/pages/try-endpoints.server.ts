import type { EndpointAnswer } from "~/components/networks/endpoint-answers";
import { tryEndpoint } from "~/web/try-endpoint.server";
import { urlLines } from "./network-form-schema";

/** What each endpoint of a form's text says, in its order. One that is known already is shown masked and not asked. */
export async function tryEndpoints(text: string): Promise<EndpointAnswer[]> {
  return Promise.all(
    urlLines(text).map(async (url): Promise<EndpointAnswer> => {
      if (url.endsWith("/***")) {
        const detail = "Known already: how it is doing stands on the page of networks.";
        return { host: url, ok: true, chainId: null, subscription: "none", latestBlock: null, latencyMs: null, detail };
      }
      return { host: hostOf(url), ...(await tryEndpoint(url)) };
    }),
  );
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : "not a URL";
}
