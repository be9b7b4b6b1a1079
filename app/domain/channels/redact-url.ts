/** A URL as it may be shown: path, query and credentials are often the secret, so only the origin stays. */
export function redactUrl(text: string): string {
  if (!URL.canParse(text)) return "***";
  const { origin, pathname, search } = new URL(text);
  return pathname === "/" && search === "" ? `${origin}/` : `${origin}/***`;
}
