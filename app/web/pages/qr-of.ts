import { encode } from "uqr";

/** A QR code as one SVG path: `size` modules wide and high, its quiet zone of four modules (ISO/IEC 18004) included. */
interface QrPath {
  size: number;
  d: string;
}

/** Draws a text as a QR code that a phone reads off a screen. */
export function qrOf(text: string): QrPath {
  const { size, data } = encode(text, { ecc: "M", border: 4 });
  const runs = data.flatMap((row, y) => runsOf(row).map(([x, length]) => `M${x} ${y}h${length}v1h-${length}z`));
  return { size, d: runs.join("") };
}

/** Where dark modules begin in a row, and how many stand together. */
function runsOf(row: readonly boolean[]): [x: number, length: number][] {
  const runs: [number, number][] = [];
  for (const [x, isDark] of row.entries()) {
    const last = runs.at(-1);
    if (!isDark) continue;
    if (last !== undefined && last[0] + last[1] === x) last[1] += 1;
    else runs.push([x, 1]);
  }
  return runs;
}
