import { expect, test } from "vitest";

import { sampleAlert } from "~/domain/messages/sample-alert";
import { templateFields } from "~/domain/messages/template-fields";
import { ChannelTemplates } from "./channel-options";
import { checkTemplate } from "./check-template";
import { renderTemplate } from "./render-template";
import { TEMPLATE_FIELDS } from "./template-field-list";

const fields = { title: "<b>Vault</b>", severity: "high", runbookUrl: "", from: "{{severity}}" };
const brackets = (text: string) => `[${text}]`;
const render = (template: string) => renderTemplate(template, fields, brackets);

test("values are escaped, the template's own text is not", () => {
  expect(render("*{{severity}}*: {{ title }} & more")).toBe("*[high]*: [<b>Vault</b>] & more");
});

test("a section shows its inside only for a field that has something to say, an inverted one only for none", () => {
  expect(render("{{#severity}}a{{/severity}}{{#runbookUrl}}b{{/runbookUrl}}{{^runbookUrl}}c{{/runbookUrl}}")).toBe(
    "ac",
  );
  expect(render("{{#severity}}{{title}}{{/severity}}")).toBe("[<b>Vault</b>]");
  expect(render("a{{! nobody reads this }}b")).toBe("ab");
});

test("what a value says is never taken for a template", () => {
  expect(render("{{from}}")).toBe("[{{severity}}]");
});

test.each([
  ["{{{title}}}", "forbidden_template_tag", 0, 11],
  ["a {{& title}}", "forbidden_template_tag", 2, 13],
  ["{{> other}}", "forbidden_template_tag", 0, 11],
  ["{{=<% %>=}}<% title %>", "forbidden_template_tag", 0, 11],
  ["x {{titel}}", "unknown_template_field", 2, 11],
  ["{{#severity}}{{constructor}}{{/severity}}", "unknown_template_field", 13, 28],
  ["{{__proto__}}", "unknown_template_field", 0, 13],
  ["{{.}}", "unknown_template_field", 0, 5],
  ["{{title.length}}", "unknown_template_field", 0, 16],
  ["ok {{title", "broken_template", 3, 10],
  ["{{#title}} open", "broken_template", 0, 10],
  ["closed {{/title}}", "broken_template", 7, 17],
  ["{{#title}}{{#rule}}{{/title}}", "broken_template", 10, 19],
])("%s is refused where it stands", (template, code, start, end) => {
  expect(checkTemplate(template)[0]).toMatchObject({ code, position: { start, end } });
  expect(ChannelTemplates.safeParse({ title: template }).error?.issues[0]).toMatchObject({
    path: ["title"],
    params: { code, position: { start, end } },
  });
});

test("every error is told, and a slip in a name's case says the right one", () => {
  expect(checkTemplate("{{Title}} {{nope}}").map(({ detail }) => detail)).toEqual([
    "there is no field Title: write title",
    expect.stringContaining("there is no field nope; there are title, "),
  ]);
});

test("a broken template that was stored all the same is shown as text, escaped", () => {
  expect(render("{{#title}} <x>")).toBe("[{{#title}} <x>]");
});

test("every field that may be named is filled, and nothing else", () => {
  const message = {
    type: "alert.created" as const,
    timestamp: "2026-01-01T00:00:00.000Z",
    alert: { ...sampleAlert(new Date(0)), title: "a\n\u202Eb", value: "3500000000000000000" },
    links: { alertUrl: "https://sentinel.example.org/alerts/1", explorerUrl: "javascript:alert(1)" },
    networkLabel: "",
    ruleName: null,
    contractName: null,
    runbookUrl: null,
  };
  const filled = templateFields(message);
  expect(Object.keys(filled).sort()).toEqual(TEMPLATE_FIELDS.map(({ name }) => name).sort());
  expect(filled).toMatchObject({ title: "a ⟨U+202E⟩b", value: "3.5", explorerUrl: "", network: "mainnet", count: "" });
});
