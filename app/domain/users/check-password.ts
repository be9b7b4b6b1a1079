import type { FieldError } from "~/domain/errors";
import { COMMON_PASSWORDS } from "./common-passwords";

/** OWASP ASVS 5.0, 6.2.1 and 6.2.9; the upper bound keeps hashing cheap to refuse. */
const MIN_LENGTH = 8;
const MAX_LENGTH = 256;

const LOOK_ALIKES: Record<string, string> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "@": "a",
  $: "s",
};
const RUNS = ["abcdefghijklmnopqrstuvwxyz", "01234567890", "09876543210", "qwertyuiop", "asdfghjkl", "zxcvbnm"];

/**
 * Whether a password may be chosen; null when it may. No composition rules (ASVS 6.2.5), but nothing that heads every
 * list of guesses: well-known passwords however decorated, runs, repetitions, and words of this very account.
 *
 * @param context The account's email and name.
 */
export function checkPassword(password: string, context: readonly string[] = []): Omit<FieldError, "pointer"> | null {
  const length = [...password].length;
  if (length < MIN_LENGTH) return { code: "too_short", detail: `must be at least ${MIN_LENGTH} characters` };
  if (length > MAX_LENGTH) return { code: "too_long", detail: `must be at most ${MAX_LENGTH} characters` };
  const lower = password.toLowerCase();
  const own = context.map((text) => text.toLowerCase());
  const words = ["sentinel", ...own, ...own.flatMap((text) => [...text.split("@"), ...text.split(/[^\p{L}\p{N}]+/u)])];
  if (isGuessable(lower, new Set(words.filter((word) => word.length >= 3)))) {
    return { code: "common_password", detail: "is too easy to guess: choose one that is not on every list" };
  }
  return null;
}

function isGuessable(password: string, words: ReadonlySet<string>): boolean {
  const known = (word: string) => COMMON_PASSWORDS.has(word) || words.has(word);
  const bare = password.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, "");
  const plain = [...password].map((letter) => LOOK_ALIKES[letter] ?? letter).join("");
  const candidates = [password, bare, plain, plain.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, ""), undecorated(password)];
  if (candidates.some(known)) return true;
  // Two or more known words in a row ("adminadmin", "secret-password").
  if (bare.split(/[^\p{L}]+/u).every((part) => known(part) || isDoubled(part, known)) && bare !== "") return true;
  return isRepetition(password) || isRun(password);
}

/** `P4ssw0rd!2024` is `password`: the ends are cut before look-alikes are undone. */
function undecorated(password: string): string {
  const cut = password.replace(/^[^\p{L}]+/u, "").replace(/[\d\W_]+$/u, "");
  return [...cut].map((letter) => LOOK_ALIKES[letter] ?? letter).join("");
}

function isDoubled(part: string, known: (word: string) => boolean): boolean {
  const half = part.slice(0, part.length / 2);
  return part.length % 2 === 0 && part === half + half && known(half);
}

/** One short piece over and over: `aaaaaaaa`, `abcabcabc`, `12121212`. */
const isRepetition = (password: string) => /^(.{1,4})\1+.{0,3}$/su.test(password);

/** Made of runs of the alphabet, the digits or a row of keys only: `12345678`, `qwertyui`, `abcd1234`. */
function isRun(password: string): boolean {
  let rest = password;
  while (rest !== "") {
    let size = Math.min(rest.length, 26);
    while (size >= 4 && !RUNS.some((run) => run.includes(rest.slice(0, size)))) size -= 1;
    if (size < 4) return rest.length <= 2 && rest !== password;
    rest = rest.slice(size);
  }
  return true;
}
