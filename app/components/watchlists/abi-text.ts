/** An ABI one item a line: short enough to read through, and still JSON. */
export function abiText(abi: readonly unknown[]): string {
  return `[\n${abi.map((item) => `  ${JSON.stringify(item)}`).join(",\n")}\n]`;
}
