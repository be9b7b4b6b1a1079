/** Whether an `Accept` header (RFC 9110, 12.5.1) allows a media type; the most exact range decides. */
export function accepts(header: string | null, mediaType: string): boolean {
  if (header === null || header.trim() === "") return true;
  const [kind] = mediaType.split("/");
  const ranges = header.split(",").map((part) => {
    const [range = "", ...parameters] = part.trim().toLowerCase().split(";");
    const quality = parameters.map((text) => text.trim()).find((text) => text.startsWith("q="));
    return { range: range.trim(), quality: quality === undefined ? 1 : Number(quality.slice(2)) };
  });
  for (const candidate of [mediaType, `${kind}/*`, "*/*"]) {
    const found = ranges.find(({ range }) => range === candidate);
    if (found) return found.quality > 0;
  }
  return false;
}
