/** Whether a text is a quantity of JSON-RPC that a 256-bit word holds: what `BigInt` then reads without throwing. */
export function isQuantity(text: string): boolean {
  return /^0x[0-9a-f]{1,64}$/i.test(text);
}
