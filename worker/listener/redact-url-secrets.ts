const SHORTEST_SECRET = 6;

/**
 * A function that takes the secret parts of one URL (user, password, path segments, query values) out of any text,
 * cuts it to 200 characters and keeps it on one line of text that PostgreSQL can store (no NUL, no half of a surrogate
 * pair). For errors of nodes, proxies and libraries, some of which repeat the URL or the key.
 */
export function redactUrlSecrets(url: string): (text: string) => string {
  const secrets = URL.canParse(url) ? secretsOf(new URL(url)) : [url];
  return (text) => {
    let clean = text;
    for (const secret of secrets) clean = clean.replaceAll(secret, "***");
    return clean
      .slice(0, 1_000)
      .replaceAll(/[\s\p{Cc}]+/gu, " ")
      .slice(0, 200)
      .replaceAll(/\p{Surrogate}/gu, "\ufffd");
  };
}

function secretsOf(url: URL): string[] {
  const parts = [
    url.username,
    url.password,
    ...url.pathname.split("/"),
    ...url.searchParams.values(),
    ...url.search.split(/[?&=]/),
  ];
  const decoded = parts.map((part) => {
    try {
      return decodeURIComponent(part);
    } catch {
      return part; // A stray % is a legal part of a key; it is looked for as it stands.
    }
  });
  const long = new Set([...parts, ...decoded].filter((part) => part.length >= SHORTEST_SECRET));
  return [...long].sort((a, b) => b.length - a.length);
}
