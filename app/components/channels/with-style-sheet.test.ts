import { expect, test } from "vitest";

import { withStyleSheet } from "./with-style-sheet";

test("styles move into one sheet with the nonce, each once, and nothing else changes", () => {
  const html =
    '<html><head><title>t</title></head><body style="margin:0"><p style="color:red">a</p><a href="x" style="color:red">b</a></body></html>';
  expect(withStyleSheet(html, "n0")).toBe(
    '<html><head><title>t</title><style nonce="n0">.s0{margin:0}\n.s1{color:red}</style></head>' +
      '<body class="s0"><p class="s1">a</p><a href="x" class="s1">b</a></body></html>',
  );
});

test("text that looks like a style, or one that would end its rule, makes no rule", () => {
  const html = '<head></head><p>say style="color:red"</p><p style="}body{display:none">x</p>';
  expect(withStyleSheet(html, "n0")).toContain('<style nonce="n0"></style>');
});
