import fc from "fast-check";

const address = fc.constantFrom(
  `0x${"11".repeat(20)}`,
  `0x${"22".repeat(20)}`,
  `0x${"00".repeat(20)}`,
  "from",
  "order.recipient",
);
const compare = fc.constantFrom("==", "!=", ">", ">=", "<", "<=");
const equality = fc.constantFrom("==", "!=");

const number: fc.Arbitrary<string> = fc.letrec<{ sum: string }>((tie) => ({
  sum: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(
      "amount",
      "small",
      "delta",
      "wide",
      "ids[0]",
      "ids[2]",
      "pair[1]",
      "grid[1][0]",
      "order.amount",
      "$18",
    ),
    fc.constantFrom("legs[0].amountIn", "$16[1].amountIn", "tx.value", "value", "nonce", "depth", "max_fee_per_gas"),
    fc.constantFrom("length(data)", "length(title)", "length(ids)", "length(legs[1].path)", "length(names[0])"),
    fc.constantFrom("abs(delta)", "min(amount, 5, small)", "max(delta, -7)"),
    fc.constantFrom("0", "1", "7", "255", "1 ether", "1e18", "0x7b", "-5", "1.5", "2 days", "'0x10'"),
    fc.tuple(tie("sum"), fc.constantFrom("+", "-", "*", "/", "%"), tie("sum")).map(([a, op, b]) => `(${a} ${op} ${b})`),
  ),
})).sum;

/** At the values that calldata often has: where > and >= part. */
const boundary = fc
  .tuple(
    fc.constantFrom("amount", "small", "delta", "pair[0]", "ids[1]", "order.amount", "legs[0].amountIn", "$18"),
    compare,
    fc.constantFrom("1", "7", "small", "amount", "'0x7'"),
  )
  .filter(([left, , right]) => left !== right)
  .map((parts) => parts.join(" "));

const leaf: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: boundary },
  fc.tuple(number, compare, number).map((parts) => parts.join(" ")),
  fc.tuple(number, number, number).map(([a, b, c]) => `${a} between ${b} and ${c}`),
  fc.tuple(number, fc.array(number, { maxLength: 4 })).map(([a, list]) => `${a} in [${list.join(", ")}]`),
  fc
    .tuple(fc.constantFrom("to", "who[0]", "who[1]", "caller", "order.recipient"), equality, address)
    .map((all) => all.join(" ")),
  fc.constantFrom("to in @treasury", "from not in @guardians", "who[1] in @treasury", "paused", "legs[0].flags[1]"),
  fc.constantFrom(
    "who contains from",
    "ids contains 7",
    "names contains 'abc'",
    "legs contains true",
    "grid contains 3",
  ),
  fc.constantFrom("ids == '[1, 7]'", "pair != '[0, -5]'", "order == '(7, 0x0000000000000000000000000000000000000000)'"),
  fc.constantFrom(
    "legs contains 0xabcd",
    "legs contains '0xabcd'",
    "contract.tags contains prod",
    "contract.tags[0] == defi",
  ),
  fc.constantFrom(`role != 0x${"00".repeat(32)}`, "sig == selector", "sig == selector('transfer(address,uint256)')"),
  fc.constantFrom(
    "data contains 0xab",
    "data starts_with 0xabcd",
    "data ends_with 'cd'",
    "selector(data) == sig",
    "data == 0x",
  ),
  fc.constantFrom(
    "title contains 'A'",
    "title matches '^a+b?$'",
    "lower(title) ends_with 'é'",
    "names[0] == title",
    "names == names",
  ),
  fc.constantFrom(
    "path == ''",
    "network == mainnet",
    "outcome == would_revert",
    "is_contract_creation",
    "caller == from",
  ),
  fc.constantFrom(
    "callback starts_with 0x11",
    "pair == pair",
    "amount in [1, small, delta]",
    "title in [abc, 'A', foo-bar]",
  ),
);

/** Texts of conditions on the workbench's function: most are accepted, all have names and operators that exist. */
export const arbitraryCondition: fc.Arbitrary<string> = fc.letrec<{ node: string }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc
      .tuple(tie("node"), fc.constantFrom("AND", "OR", "&&", "||"), tie("node"))
      .map(([a, op, b]) => `(${a}) ${op} (${b})`),
    tie("node").map((inner) => `NOT (${inner})`),
    fc.tuple(tie("node"), equality, tie("node")).map(([a, op, b]) => `(${a}) ${op} (${b})`),
  ),
})).node;

/** Any text at all: characters of the language, of other scripts, and pieces of conditions. */
export const arbitraryText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  fc
    .array(
      fc.constantFrom(
        ...[
          "amount",
          "to",
          "(",
          ")",
          "[",
          "]",
          ".",
          ",",
          "==",
          "!=",
          ">",
          "AND",
          "or",
          "NOT",
          "in",
          "not in",
          "between",
        ],
        ...[
          "'a'",
          '"',
          "'",
          "\\",
          "0x",
          "0x12",
          "1",
          "1.5",
          "1e18",
          "1e",
          "$0",
          "$",
          "@treasury",
          "@",
          "-",
          "+",
          "*",
          "/",
        ],
        ...[
          "%",
          "contains",
          "matches",
          "length(",
          "selector(",
          "ids",
          "legs",
          "order",
          "tx",
          "ether",
          "\n",
          " ",
          "é",
          "=",
          "&&",
        ],
      ),
      { maxLength: 24 },
    )
    .map((parts) => parts.join(" ")),
  fc.tuple(arbitraryCondition, fc.nat(), fc.string({ unit: "binary", maxLength: 4 })).map(([text, at, put]) => {
    const place = text.length === 0 ? 0 : at % text.length;
    return text.slice(0, place) + put + text.slice(place + 1);
  }),
);

/** Conditions on the workbench's event. */
export const arbitraryEventCondition: fc.Arbitrary<string> = fc
  .array(
    fc.constantFrom(
      ...["amount > 7", "$2 == amount + 0", "from in @guardians", "from != tx.from", "label starts_with 0xab"],
      ...["length(note) between 1 and 40", "note contains 0xcd", "selector(note) == 0x12345678", "log_index == 1"],
      ...["topic0 != label", "emitter == to", "NOT (amount == 0)", "gas_used > 1", "status == Success"],
    ),
    { minLength: 1, maxLength: 4 },
  )
  .map((parts) => parts.join(" OR "));
