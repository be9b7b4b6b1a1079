/**
 * The name of a query parameter whose percent-encoding is none, or is no UTF-8: it would be read as something that the
 * client didn't mean. Undefined when all are well. Takes the query as it was sent: Remix writes it anew.
 */
export function misencodedParameter(query: string): string | undefined {
  return query
    .split("&")
    .find((part) => !isDecodable(part))
    ?.split("=")[0];
}

/** Whether a text is percent-encoded UTF-8. */
export function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
