const MAX_LENGTH = 64;

/**
 * The candidate that somebody most likely meant: the same in another case, or at the fewest typing errors (Levenshtein
 * distance, at most a third of the length), else null.
 */
export function nearest(text: string, candidates: Iterable<string>): string | null {
  const lower = text.toLowerCase();
  if (lower.length > MAX_LENGTH) return null;
  let best: string | null = null;
  let bestDistance = Math.floor(lower.length / 3) + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - lower.length) >= bestDistance) continue;
    const candidateDistance = distance(lower, candidate.toLowerCase());
    if (candidateDistance < bestDistance) {
      best = candidate;
      bestDistance = candidateDistance;
    }
  }
  return best;
}

function distance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 0; i < left.length; i += 1) {
    const next = [i + 1];
    for (let j = 0; j < right.length; j += 1) {
      const substitution = (row[j] ?? 0) + (left[i] === right[j] ? 0 : 1);
      next.push(Math.min(substitution, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[right.length] ?? 0;
}
