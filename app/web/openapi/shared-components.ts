const text = (description: string, example: string) => ({ description, schema: { type: "string" }, example });

/** Headers that answers refer to. */
export const HEADERS = {
  XRequestId: text(
    "The request's id: the one sent as `X-Request-Id` when sane, else a new one.",
    "0199a3c4-5b6e-7f00-8a1b-2c3d4e5f6071",
  ),
  RateLimit: text("What is left of the limit, and in how many seconds it is renewed.", '"default";r=599;t=60'),
  RateLimitPolicy: text("The limit: requests and window in seconds.", '"default";q=600;w=60'),
  ETag: text("A strong entity tag, for `If-None-Match` and `If-Match`.", '"q7PeVxWn0mPqv1h8uTqXc2mZr9E"'),
  Link: text("The next part of the list.", '<https://sentinel.example.com/v1/alerts?cursor=abc>; rel="next"'),
  IdempotencyReplayed: text("Present when this is the first answer again, by its `Idempotency-Key`.", "true"),
  Location: text("Where the created resource is.", "/v1/watchlists/0199a3c4-5b6e-7f00-8a1b-2c3d4e5f6071"),
  RetryAfter: { description: "Seconds to wait.", schema: { type: "integer" }, example: 12 },
  WWWAuthenticate: text("RFC 6750.", 'Bearer error="invalid_token"'),
};

/** Request headers that operations refer to. */
export const PARAMETERS = {
  IdempotencyKey: {
    name: "Idempotency-Key",
    in: "header",
    required: false,
    description:
      "Makes a retry safe: for 24 hours the same key and body replays the first answer with `Idempotency-Replayed: true`.",
    schema: { type: "string", minLength: 1, maxLength: 255, pattern: "^[ -~]+$" },
    example: "0199a3c4-restock-7",
  },
  IfNoneMatch: {
    name: "If-None-Match",
    in: "header",
    required: false,
    description: "An `ETag` seen before: answers 304 when the resource is unchanged.",
    schema: { type: "string", minLength: 1 },
    example: '"q7PeVxWn0mPqv1h8uTqXc2mZr9E"',
  },
  IfMatch: {
    name: "If-Match",
    in: "header",
    required: false,
    description: "An `ETag` seen before: answers 412 when the resource was changed since.",
    schema: { type: "string", minLength: 1 },
    example: '"q7PeVxWn0mPqv1h8uTqXc2mZr9E"',
  },
};
