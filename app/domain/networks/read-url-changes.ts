import { AppError, type FieldError } from "~/domain/errors";
import { maskedUrl } from "./masked-url";

/** What a change of a network's list of URLs comes to. */
export interface UrlChanges {
  /** Endpoints that are sent back as they were shown. */
  keepIds: string[];
  added: { pointer: string; url: string }[];
}

/**
 * Reads a network's new list of URLs, in which one that is shown masked stands for the endpoint that is there.
 *
 * @throws AppError `invalid_input` at `/rpcUrls/N` for a mask that is of no endpoint, or that leaves open which one is
 *   meant because several of the host are there and not all are named.
 */
export function readUrlChanges(rpcUrls: readonly string[], known: readonly { id: string; host: string }[]): UrlChanges {
  const errors: FieldError[] = [];
  const keepIds = new Set<string>();
  const added: UrlChanges["added"] = [];
  for (const [index, url] of rpcUrls.entries()) {
    const pointer = `/rpcUrls/${index}`;
    if (!url.endsWith("/***")) {
      added.push({ pointer, url });
      continue;
    }
    const meant = known.filter(({ host }) => maskedUrl(host) === url);
    const named = rpcUrls.filter((other) => other === url).length;
    if (meant.length === 0)
      errors.push({ pointer, detail: "is of no endpoint of this network", code: "unknown_endpoint" });
    else if (named < meant.length) {
      const detail = `may mean each of ${meant.length} endpoints of this host; give their whole URLs`;
      errors.push({ pointer, detail, code: "ambiguous_endpoint" });
    } else for (const { id } of meant) keepIds.add(id);
  }
  if (errors.length > 0) throw new AppError("invalid_input", "The list of endpoints is not valid.", { errors });
  return { keepIds: [...keepIds], added };
}
