import type { Severity } from "~/domain/shared-schemas";
import type { MessageContent } from "./message-content";

/** Bars that hold on white and on dark; the word stands beside them. */
const COLORS: Record<Severity, string> = {
  critical: "#e5484d",
  high: "#f76b15",
  medium: "#d9a300",
  low: "#3e8ef7",
  info: "#8b8d98",
};
const NEUTRAL = "#8b8d98";
const ACTION = "#2d5bd7";
const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/**
 * A message as an HTML mail: one column, nothing is loaded from anywhere, styles in place (many programs drop the
 * head's), colours that a dark theme may turn round. Every text is escaped, also the channel's own words.
 */
export function emailHtml(content: MessageContent): string {
  const { severity, tag, place, headline, state, notes, isSample } = content;
  const color = severity === null ? NEUTRAL : COLORS[severity];
  const origin = [tag, place].filter((part) => part !== "").join(" · ");
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">',
    `<title>${escapeHtml(headline)}</title></head>`,
    '<body style="margin:0;padding:16px;font-family:system-ui,-apple-system,Segoe UI,Helvetica,Arial,sans-serif;font-size:15px;line-height:1.5">',
    `<div style="max-width:640px;margin:0 auto;border-left:4px solid ${color};padding:4px 0 4px 16px">`,
    `<div style="font-size:13px;font-weight:600"><span style="color:${color}">●</span> ${escapeHtml(origin)}</div>`,
    `<h1 style="font-size:20px;line-height:1.3;margin:4px 0 12px">${escapeHtml(headline)}</h1>`,
    state === "" ? "" : paragraph(`<strong>${escapeHtml(state)}</strong>`),
    ...notes.map((note) => paragraph(escapeHtml(note))),
    body(content),
    list(content),
    buttons(content),
    details(content),
    isSample ? paragraph("This is a test message from Sentinel; nothing happened.") : "",
    '<p style="margin:16px 0 0;font-size:12px;color:#80838d">Sent by Sentinel</p>',
    "</div></body></html>",
  ].join("\n");
}

function paragraph(html: string): string {
  return `<p style="margin:0 0 12px;overflow-wrap:anywhere">${html}</p>`;
}

function body({ body: lines }: MessageContent): string {
  return lines.every((line) => line === "") ? "" : paragraph(lines.map(escapeHtml).join("<br>"));
}

function list({ list: items }: MessageContent): string {
  if (items.length === 0) return "";
  const rows = items.map(({ text, url }) => `<li style="margin:0 0 6px">${linked(escapeHtml(text), url)}</li>`);
  return `<ul style="margin:0 0 12px;padding-left:20px;overflow-wrap:anywhere">${rows.join("")}</ul>`;
}

function buttons({ links }: MessageContent): string {
  const shown = links.map(({ label, url }, index) => {
    const look = index === 0 ? `background:${ACTION};color:#fff` : "color:inherit";
    const style = `display:inline-block;margin:0 8px 8px 0;padding:8px 14px;border:1px solid ${ACTION};border-radius:6px;text-decoration:none;${look}`;
    return `<a href="${escapeHtml(url)}" style="${style}">${escapeHtml(label)}</a>`;
  });
  return shown.length === 0 ? "" : `<p style="margin:4px 0 12px">${shown.join("\n")}</p>`;
}

function details({ details: rows }: MessageContent): string {
  if (rows.length === 0) return "";
  const cells = rows.map(
    ({ name, value }) =>
      `<tr><th scope="row" style="text-align:left;vertical-align:top;font-weight:600;padding:3px 12px 3px 0">${escapeHtml(name)}</th>` +
      `<td style="padding:3px 0;overflow-wrap:anywhere;word-break:break-word">${escapeHtml(value)}</td></tr>`,
  );
  return `<table style="border-collapse:collapse;font-size:13px;width:100%">${cells.join("\n")}</table>`;
}

function linked(html: string, url: string | null): string {
  return url === null ? html : `<a href="${escapeHtml(url)}">${html}</a>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
