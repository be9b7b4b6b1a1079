interface Picture {
  /** Degrees. */
  hue: number;
  secondHue: number;
  cells: { x: number; y: number; strong: boolean }[];
}

/**
 * What an address looks like: a mirrored 5 × 5 pattern. Every digit takes part by way of a hash (FNV-1a, then mixed), so
 * that addresses made to share their first and last digits look nothing alike.
 */
export function identiconOf(address: string): Picture {
  const lower = address.toLowerCase();
  const first = mix(fnv(lower, 0x811c9dc5));
  const second = mix(fnv(lower, 0x9e3779b9));
  const cells: Picture["cells"] = [];
  for (let y = 0; y < 5; y += 1) {
    for (let x = 0; x < 3; x += 1) {
      const bit = y * 3 + x;
      if (((first >>> bit) & 1) === 0) continue;
      const strong = ((second >>> bit) & 1) === 1;
      cells.push({ x, y, strong });
      if (x < 2) cells.push({ x: 4 - x, y, strong });
    }
  }
  const hue = (second >>> 16) % 360;
  return { hue, secondHue: (hue + 70 + ((first >>> 16) % 180)) % 360, cells };
}

function fnv(text: string, basis: number): number {
  let hash = basis;
  for (const character of text) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
  return hash >>> 0;
}

/** The finaliser of MurmurHash3: spreads a change of one digit over all bits. */
function mix(hash: number): number {
  let mixed = hash;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
