interface Call {
  method: string;
  path: string;
  publicUrl: string;
  /** Needs no token. */
  isOpen: boolean;
  /** A body, if it takes one. */
  example: unknown;
}

/** The call as a command line that can be pasted into a shell. */
export function curlOf({ method, path, publicUrl, isOpen, example }: Call): string {
  const lines = [`curl ${method === "GET" ? "" : `-X ${method} `}'${publicUrl}${path}'`];
  if (!isOpen) lines.push('-H "Authorization: Bearer $TOKEN"');
  if (example !== undefined) {
    const text = JSON.stringify(example, null, 2).replaceAll("'", "'\\''");
    lines.push("-H 'Content-Type: application/json'", `-d '${text}'`);
  }
  return lines.join(" \\\n  ");
}
