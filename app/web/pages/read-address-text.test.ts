import { expect, test } from "vitest";

import { readAddressText } from "./read-address-text";

test.each([
  ["one a line, with what stands behind passed over", "0xaa cold wallet\r\n\r\n 0xbb,hot\n", ["0xaa", "0xbb"]],
  ["several in a line", "0xaa, 0xbb;0xcc", ["0xaa", "0xbb", "0xcc"]],
  ["CSV by its column", '\ufeffnote,Address\n"hot, new",0xaa\ncold,\n', ["0xaa"]],
  ["a line without an address is kept, to be told as wrong", "0xaa\nvitalik.eth main", ["0xaa", "vitalik.eth"]],
  ["nothing", " \n", []],
])("addresses are read: %s", (_, text, addresses) => {
  expect(readAddressText(text)).toEqual(addresses);
});
