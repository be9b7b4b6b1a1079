/** Where the server found something wrong inside a text that it was sent. */
export interface ErrorPlace {
  /** JSON Pointer of the field. */
  pointer: string;
  position: { start: number; end: number };
}

/** A text and where something is wrong in it. */
export interface PlacedError {
  text: string;
  position: { start: number; end: number };
}

/** Where something is wrong in a field of the form, if it is. */
export function placedError(
  places: readonly ErrorPlace[],
  field: string,
  sent: string | undefined,
): PlacedError | undefined {
  const position = places.find(({ pointer }) => pointer === `/${field}`)?.position;
  if (position === undefined || sent === undefined) return undefined;
  // A condition is taken as it is; of the others the ends are cut before they are read.
  return { text: field === "condition" ? sent.replaceAll("\r\n", "\n") : sent.trim(), position };
}
