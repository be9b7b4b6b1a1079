/**
 * A mail's HTML with its style attributes gathered into one sheet: a frame inside a page is held to the page's
 * Content-Security-Policy, which takes no attributes, but a sheet that has the page's nonce. Only for HTML that Sentinel
 * made: its tags have no `<` or `>` in their attributes, and its styles no `}`.
 */
export function withStyleSheet(html: string, nonce: string): string {
  const rules: string[] = [];
  const body = html.replace(/(<[a-z0-9]+\b[^<>]*?) style="([^"<>{}]*)"/g, (_tag, start: string, style: string) => {
    const known = rules.indexOf(style);
    const index = known === -1 ? rules.push(style) - 1 : known;
    return `${start} class="s${index}"`;
  });
  const sheet = rules.map((style, index) => `.s${index}{${style.replaceAll("&quot;", '"')}}`).join("\n");
  return body.replace("</head>", `<style nonce="${nonce}">${sheet}</style></head>`);
}
