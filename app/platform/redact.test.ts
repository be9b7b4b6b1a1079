import { expect, test } from "vitest";

import { redact } from "./redact";

const SECRET = "AbCdEfGhIjKlMnOpQrStUvWxYz012345";

test.each([
  `https://discord.com/api/webhooks/123456/${SECRET}`,
  `https://hooks.slack.com/services/T000/B000/${SECRET}`,
  `https://api.telegram.org/bot12345:${SECRET}/sendMessage`,
  `wss://eth-mainnet.g.alchemy.com/v2/${SECRET}`,
  `wss://user:${SECRET}@node.example:8546/ws`,
  `https://mainnet.infura.io/v3/${SECRET}`,
  `https://rpc.example/?apikey=${SECRET}`,
  `postgresql://sentinel:${SECRET}@db:5432/sentinel`,
  `Authorization: Bearer ${SECRET}`,
  `GET /ack/${SECRET}`,
  `whsec_${SECRET}`,
  `sntl_${SECRET}`,
  `eyJhbGciOiJIUzI1NiJ9.${SECRET}.${SECRET}`,
])("the secret of %s is masked", (text) => {
  expect(redact(`before ${text} after`)).not.toContain(SECRET);
  expect(redact(`before ${text} after`)).toMatch(/^before .* after$/);
});

test("a query by itself is masked as one in an address is", () => {
  expect(redact(`limit=5&access_token=${SECRET}`)).toBe("limit=5&access_token=***");
  expect(redact(`token=${SECRET}&limit=5`)).toBe("token=***&limit=5");
});

test("hashes, addresses and ordinary URLs stay readable", () => {
  const text = `0x${"ab".repeat(32)} 0x${"cd".repeat(20)} https://etherscan.io/tx/0x12 http://localhost:3000/alerts`;
  expect(redact(text)).toBe(text);
});
