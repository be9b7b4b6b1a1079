import { expect, test } from "vitest";

import { translateTemplate } from "./translate-template";

test("variables with a field of the same meaning become that field, also in the older spelling", () => {
  const read = translateTemplate(
    // biome-ignore lint/suspicious/noTemplateCurlyInString: that is how their variables are written.
    "${monitor.name}: ${transaction.hash} ${transaction_from} ${functions.0.signature}",
    500,
  );
  expect(read).toEqual({ ok: true, template: "{{rule}}: {{txHash}} {{from}} {{call}}" });
});

test("a template that says something no field holds, or would mean another, is not taken", () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: that is how their variables are written.
  expect(translateTemplate("${events.0.args.amount}", 500)).toMatchObject({ ok: false });
  expect(translateTemplate("{{title}}", 500)).toMatchObject({ ok: false });
  expect(translateTemplate("x".repeat(501), 500)).toMatchObject({ ok: false });
});
