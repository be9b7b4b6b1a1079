/** Variables whose whole value is a secret. */
const SECRETS = ["SENTINEL_SECRET", "SENTINEL_SECRET_PREVIOUS", "ADMIN_PASSWORD", "METRICS_TOKEN", "DATABASE_PASSWORD"];
/** Variables with addresses, whose password, and path where it is the credential, are secrets. */
const ADDRESSES = ["DATABASE_URL", "REDIS_URL", "SMTP_URL", "DISCORD_WEBHOOK_URL", "SENTINEL_NETWORKS"];
/** Shorter ones are words of any text. */
const MIN_LENGTH = 12;

/** Reads what a process prints, and remembers when one of the secrets it was started with is in it. */
export interface SecretWatch {
  read(text: string): void;
  /** @throws Error that names the variables whose secrets were printed. */
  requireNone(): void;
}

/** Every process that a test starts is watched so: what no test looks for is found all the same. */
export function watchForSecrets(env: Readonly<Record<string, string | undefined>>): SecretWatch {
  const secrets = secretsOf(env);
  const longest = Math.max(0, ...secrets.map(([, secret]) => secret.length));
  const found = new Set<string>();
  let end = "";
  return {
    read(text) {
      // One may be cut in two by where the text ends.
      const whole = end + text;
      for (const [name, secret] of secrets) if (whole.includes(secret)) found.add(name);
      end = longest === 0 ? "" : whole.slice(-longest);
    },
    requireNone() {
      if (found.size > 0) throw new Error(`the process printed secrets it was started with: ${[...found].join(", ")}`);
    },
  };
}

function secretsOf(env: Readonly<Record<string, string | undefined>>): [name: string, secret: string][] {
  const whole = SECRETS.map((name): [string, string] => [name, env[name] ?? ""]);
  const parts = ADDRESSES.flatMap((name) => partsOf(env[name] ?? "").map((part): [string, string] => [name, part]));
  return [...whole, ...parts].filter(([, secret]) => secret.length >= MIN_LENGTH);
}

/** Passwords, queries' values and opaque path segments of every address in a text. */
function partsOf(text: string): string[] {
  return [...text.matchAll(/[a-z]+:\/\/[^\s"',\]]+/g)].flatMap(([address]) => {
    if (!URL.canParse(address)) return [];
    const { password, pathname, searchParams, protocol } = new URL(address);
    // A database's name is none.
    const path = /^(wss?|https?):$/.test(protocol) ? pathname.split("/") : [];
    return [decodeURIComponent(password), ...searchParams.values(), ...path];
  });
}
