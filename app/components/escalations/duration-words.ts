/** A wait in words: `at once`, `45 s`, `5 min`, `1 h 30 min`, `1 d`. */
export function durationWords(seconds: number): string {
  if (seconds === 0) return "at once";
  const parts = [
    [Math.floor(seconds / 86_400), "d"],
    [Math.floor((seconds % 86_400) / 3_600), "h"],
    [Math.floor((seconds % 3_600) / 60), "min"],
    [seconds % 60, "s"],
  ] as const;
  return parts
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(" ");
}
