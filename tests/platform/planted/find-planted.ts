/** Where a planted secret was found: which, in which form, and what stands around it. */
export interface FoundSecret {
  name: string;
  form: string;
  around: string;
}

/** A secret as it is, and as it may have been written down. Forms shorter than this are too likely by chance. */
const MIN_LENGTH = 8;

function formsOf(secret: string): [form: string, text: string][] {
  const base64 = Buffer.from(secret).toString("base64");
  return [
    ["plain", secret],
    ["percent-encoded", encodeURIComponent(secret)],
    ["JSON", JSON.stringify(secret).slice(1, -1)],
    // The last group depends on what follows.
    ["base64", base64.slice(0, Math.floor(secret.length / 3) * 4)],
    ["hexadecimal", Buffer.from(secret).toString("hex")],
  ];
}

/** Every planted secret that stands in a text, once. */
export function findPlanted(text: string, planted: Readonly<Record<string, string>>): FoundSecret[] {
  const found: FoundSecret[] = [];
  for (const [name, secret] of Object.entries(planted)) {
    for (const [form, written] of formsOf(secret)) {
      const at = written.length < MIN_LENGTH ? -1 : text.indexOf(written);
      if (at === -1) continue;
      found.push({ name, form, around: text.slice(Math.max(0, at - 160), at + written.length + 60) });
      break;
    }
  }
  return found;
}
