import { afterAll, beforeAll, expect, test } from "vitest";

import { type ApiClient, createApiClient } from "../support/api-client";

type User = Awaited<ReturnType<ApiClient["signIn"]>>;

let api: ApiClient;
let ada: User;
let bob: User;
let admin: User;

beforeAll(async () => {
  api = await createApiClient();
  [ada, bob, admin] = [await api.signIn("analyst"), await api.signIn("analyst"), await api.signIn("admin")];
});
afterAll(() => api.close());

/** Something of a user's own: how it is made, how it is taken away, and whether it is still there. */
interface Kind {
  name: string;
  path: string;
  make(owner: User): Promise<string>;
  isThere(id: string): Promise<boolean>;
  /** Whether an admin may take away what is somebody else's. */
  forAdmins: boolean;
}

const KINDS: Kind[] = [
  {
    name: "API key",
    path: "/v1/api-keys",
    make: async ({ token }) => {
      const body = { name: "k", expiresIn: 1 };
      return (await api.call("POST", "/v1/api-keys", { token, body })).body.id;
    },
    isThere: async (id) => (await api.ctx.db.apiKey.count({ where: { id, revokedAt: null } })) === 1,
    forAdmins: true,
  },
  {
    name: "session",
    path: "/v1/me/sessions",
    make: async ({ email, password }) => {
      const body = { email, password };
      const { accessToken } = (await api.call("POST", "/v1/auth/token", { body })).body;
      return JSON.parse(Buffer.from(accessToken.split(".")[1], "base64url").toString()).sid;
    },
    isThere: async (id) => (await api.ctx.db.session.count({ where: { id, revokedAt: null } })) === 1,
    forAdmins: true,
  },
  {
    name: "chat account",
    path: "/v1/me/chat-links",
    make: async ({ id: userId }) => {
      const id = api.ctx.newId();
      const data = { id, userId, provider: "telegram", externalId: id, label: "chat" };
      await api.ctx.db.chatIdentity.create({ data });
      return id;
    },
    isThere: async (id) => (await api.ctx.db.chatIdentity.count({ where: { id } })) === 1,
    forAdmins: false,
  },
];

const remove = (kind: Kind, id: string, { token }: User) => api.call("DELETE", `${kind.path}/${id}`, { token });

test.each(KINDS)("somebody else's $name looks as if there were none, and stays", async (kind) => {
  const id = await kind.make(bob);
  const foreign = await remove(kind, id, ada);
  const unknown = await remove(kind, api.ctx.newId(), ada);
  expect([foreign.status, foreign.body.code, foreign.body.detail]).toEqual([
    404,
    unknown.body.code,
    unknown.body.detail,
  ]);
  expect(await kind.isThere(id)).toBe(true);
  expect((await api.call("GET", kind.path, { token: ada.token })).text).not.toContain(id);

  const asAdmin = await remove(kind, id, admin);
  expect([asAdmin.status, await kind.isThere(id)]).toEqual(kind.forAdmins ? [204, false] : [404, true]);
});

test.each(KINDS)("one's own $name is shown to oneself and can be taken away", async (kind) => {
  const id = await kind.make(ada);
  expect((await api.call("GET", kind.path, { token: ada.token })).text).toContain(id);
  expect((await remove(kind, id, ada)).status).toBe(204);
  expect(await kind.isThere(id)).toBe(false);
});

test("the id of one kind of thing is none of another", async () => {
  const made = await Promise.all(KINDS.map(async (kind) => ({ kind, id: await kind.make(ada) })));
  for (const { kind } of made) {
    for (const other of made) {
      if (other.kind !== kind) expect((await remove(kind, other.id, ada)).status).toBe(404);
    }
    expect((await remove(kind, ada.id, ada)).status).toBe(404);
  }
  for (const { kind, id } of made) expect(await kind.isThere(id)).toBe(true);
});

test("what a client says of who it is counts for nothing", async () => {
  const headers = {
    "X-User-Id": admin.id,
    "X-Forwarded-User": admin.email,
    "X-Role": "admin",
    "X-Remote-User": "admin",
  };
  expect((await api.call("GET", "/v1/me", { token: ada.token, headers })).body.id).toBe(ada.id);
  expect((await api.call("GET", "/v1/users", { token: ada.token, headers })).status).toBe(403);
  expect((await api.call("GET", "/v1/users", { headers })).status).toBe(401);
});

test("ids that are no ids are not found, whatever they try", async () => {
  const odd = [
    "1",
    "..",
    "%2e%2e%2f",
    "' OR 1=1 --",
    '{"$ne":null}',
    "null",
    `${ada.id}%00`,
    `${ada.id},${bob.id}`,
    "x".repeat(2000),
    "__proto__",
  ];
  for (const id of odd) {
    const path = `/v1/users/${encodeURIComponent(id)}`;
    for (const method of ["GET", "DELETE"]) {
      const { status } = await api.call(method, path, { token: admin.token });
      expect([id, status]).toEqual([id, 404]);
    }
  }
});
