/** A size in bytes for people: `0 KiB`, `12 KiB`, `3.4 MiB`. */
export function sizeWords(bytes: number): string {
  const kib = Math.ceil(bytes / 1024);
  return kib < 1024 ? `${kib} KiB` : `${(kib / 1024).toFixed(1)} MiB`;
}
