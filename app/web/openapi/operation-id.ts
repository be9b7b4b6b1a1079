/** `GET /v1/watchlists/{id}` is `getWatchlistsById`. */
export function operationId(method: string, path: string): string {
  const words = path
    .replace("/v1/", "")
    .replace(/\{(\w+)\}/g, "by-$1")
    .split(/[^A-Za-z0-9]+/);
  return [method.toLowerCase(), ...words.map((word) => word.charAt(0).toUpperCase() + word.slice(1))].join("");
}
