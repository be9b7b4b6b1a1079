import { createServer, type RequestListener, type Server } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Socket } from "node:net";
import { afterAll, expect, test } from "vitest";

import { createGuardedHttp, type GuardedHttpOptions } from "~/platform/guarded-http.server";

const servers: Server[] = [];
const clients: { close(): Promise<void> }[] = [];
afterAll(async () => {
  await Promise.all(clients.map((client) => client.close()));
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

/** A server on a free loopback port that counts what reaches it. */
async function serve(listener: RequestListener = (_request, response) => void response.end("ok")) {
  const state = { connections: 0, requests: 0, port: 0, url: "" };
  const server = createServer((request, response) => {
    state.requests++;
    listener(request, response);
  });
  server.on("connection", () => state.connections++);
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, "::", done));
  state.port = (server.address() as AddressInfo).port;
  state.url = `http://127.0.0.1:${state.port}/hook?key=hunter2`;
  return state;
}

function client(options: Partial<GuardedHttpOptions> = {}) {
  const http = createGuardedHttp({ allowedCidrs: [], ...options });
  clients.push(http);
  return http;
}

const LOOPBACK_SPELLINGS = [
  "127.0.0.1",
  "127.1",
  "2130706433",
  "0x7f.1",
  "0x7f000001",
  "0177.0.0.1",
  "①②⑦.⓪.⓪.①",
  "127.0.0.1.",
  "127.255.255.254",
  "0.0.0.0",
  "0",
  "localhost",
  "LOCALHOST.",
  "[::1]",
  "[::]",
  "[0:0:0:0:0:0:0:1]",
  "[::ffff:127.0.0.1]",
  "[::ffff:7f00:1]",
  "[::7f00:1]",
  "[64:ff9b::7f00:1]",
  "[2002:7f00:1::]",
  "017700000001",
  "0177.1",
  "0X7F.1",
  "127.0.1",
  "%31%32%37.0.0.1",
  "127。0。0。1",
  "foo.localhost",
  "ⓛocalhost",
  "[::ffff:0:7f00:1]",
  "[64:ff9b:1::7f00:1]",
  "[2001:0:7f00:1::]",
  "[::127.0.0.1]",
];

test.each(LOOPBACK_SPELLINGS)("nothing reaches this machine as %s", async (host) => {
  const server = await serve();
  const http = client();
  for (const scheme of ["http", "https"]) {
    const result = await http.post({ url: `${scheme}://${host}:${server.port}/`, body: "{}" });
    expect(result.kind).toBe("blocked");
    expect(await http.checkUrl(`${scheme}://${host}/`)).toMatchObject({ ok: false });
  }
  expect(server.connections).toBe(0);
});

test("a name that answers publicly first and privately later is judged when the socket opens", async () => {
  const server = await serve();
  const answers = ["93.184.216.34", "127.0.0.1"];
  const resolve = async () => [{ address: answers.shift() ?? "127.0.0.1", family: 4 }];
  const http = client({ resolve });

  expect(await http.checkUrl("https://rebind.example/hook")).toEqual({ ok: true });
  const result = await http.post({ url: `https://rebind.example:${server.port}/hook`, body: "{}" });
  expect(result).toMatchObject({ kind: "blocked", code: "loopback" });
  expect(server.connections).toBe(0);
});

test("one private answer among public ones refuses the name", async () => {
  const resolve = async () => [
    { address: "93.184.216.34", family: 4 },
    { address: "10.1.2.3", family: 4 },
  ];
  const http = client({ resolve });
  expect(await http.post({ url: "https://mixed.example/" })).toMatchObject({ kind: "blocked", code: "private" });
  expect(await http.checkUrl("https://mixed.example/")).toMatchObject({ ok: false, code: "private" });
});

test("an allowed range may be reached over plain http on any port", async () => {
  const server = await serve();
  const http = client({ allowedCidrs: ["127.0.0.0/8"] });
  for (const host of ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]"]) {
    const url = `http://${host}:${server.port}/hook`;
    expect(await http.checkUrl(url)).toEqual({ ok: true });
    expect(await http.post({ url, body: "{}" })).toMatchObject({ kind: "response", statusCode: 200, body: "ok" });
  }
});

test("an allowed range does not open the others", async () => {
  const http = client({ allowedCidrs: ["10.0.0.0/8"] });
  expect(await http.post({ url: "http://127.0.0.1:1/" })).toMatchObject({ kind: "blocked", code: "loopback" });
  expect(await http.post({ url: "http://192.168.0.1/" })).toMatchObject({ kind: "blocked", code: "private" });
});

test("a trusted origin is open to requests marked as the vendor's and to no other", async () => {
  const server = await serve();
  const http = client({ trustedOrigins: [`http://127.0.0.1:${server.port}/api`] });
  expect(await http.post({ url: server.url, vendor: true })).toMatchObject({ kind: "response", statusCode: 200 });
  expect(await http.post({ url: server.url })).toMatchObject({ kind: "blocked", code: "loopback" });
  const other = await serve();
  expect(await http.post({ url: other.url, vendor: true })).toMatchObject({ kind: "blocked" });
});

test.each([
  ["http://93.184.216.34/", "not_https"],
  ["ftp://93.184.216.34/", "not_https"],
  ["https://93.184.216.34:8080/", "port"],
  ["https://user:pw@93.184.216.34/", "credentials"],
  ["https://metadata.google.internal/computeMetadata/v1/", "metadata"],
  ["https://169.254.169.254/latest/meta-data/", "link_local"],
  ["https://[fe80::1]/", "link_local"],
  ["https://10.0.0.1/", "private"],
  ["https://172.16.0.1/", "private"],
  ["https://192.168.1.1/", "private"],
  ["https://100.64.0.1/", "private"],
  ["https://[fd00::1]/", "private"],
  ["https://192.0.2.1/", "reserved"],
  ["https://198.18.0.1/", "reserved"],
  ["https://224.0.0.1/", "reserved"],
  ["https://255.255.255.255/", "reserved"],
  ["https://[2001:db8::1]/", "reserved"],
  ["https://[fec0::1]/", "reserved"],
  ["https://[64:ff9b::808:808]/", "reserved"],
  ["https://METADATA.Google.Internal./", "metadata"],
  ["https://metadata/", "metadata"],
  ["https://metadata.amazonaws.com/latest/", "metadata"],
  ["https://[fd00:ec2::254]/latest/meta-data/", "private"],
  ["https://100.100.100.200/latest/meta-data/", "private"],
  ["https://192.0.0.192/", "reserved"],
  ["https://0xa9fea9fe/", "link_local"],
  ["https://2852039166/", "link_local"],
  ["https://0251.0376.0251.0376/", "link_local"],
  ["https://[::ffff:a9fe:a9fe]/", "link_local"],
  ["https://[::a9fe:a9fe]/", "reserved"],
  ["https://[2002:a9fe:a9fe::]/", "reserved"],
  ["https://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/", "reserved"],
  ["https://[ff02::1]/", "reserved"],
  ["https://0/", "loopback"],
  ["https://0.0.0.0:8443/", "loopback"],
  ["https://@10.0.0.1/", "private"],
  ["https://example.org@10.0.0.1/", "credentials"],
  ["https://10.0.0.1#@example.org/", "private"],
  ["https://10.0.0.1\\@example.org/", "private"],
  ["file:///etc/passwd", "invalid_url"],
  ["gopher://10.0.0.1/", "not_https"],
  ["https://999.1.1.1/", "invalid_url"],
  ["https://[fe80::1%25eth0]/", "invalid_url"],
  [`https://93.184.216.34/${"a".repeat(2048)}`, "too_long"],
  ["not a url", "invalid_url"],
])("%s is refused as %s", async (url, code) => {
  const http = client();
  expect(await http.checkUrl(url)).toMatchObject({ ok: false, code });
  expect(await http.post({ url })).toMatchObject({ kind: "blocked", code });
});

test("a public https URL passes the check at save time, on 443 and 8443", async () => {
  const http = client();
  expect(await http.checkUrl("https://93.184.216.34/hook?a=b")).toEqual({ ok: true });
  expect(await http.checkUrl("https://[2606:4700::1111]:8443/")).toEqual({ ok: true });
});

test("a name that does not resolve is told apart from one that may not be reached", async () => {
  const resolve = async () => {
    throw Object.assign(new Error("getaddrinfo ENOTFOUND"), { code: "ENOTFOUND" });
  };
  const http = client({ resolve });
  expect(await http.checkUrl("https://nowhere.example/")).toMatchObject({ ok: false, code: "unresolvable" });
  expect(await http.post({ url: "https://nowhere.example/" })).toMatchObject({ kind: "network", code: "unresolvable" });
});

test("a redirect is an answer, not a journey", async () => {
  const inside = await serve();
  const server = await serve((_request, response) => {
    response.writeHead(302, { location: inside.url }).end();
  });
  const result = await client({ allowedCidrs: ["127.0.0.0/8"] }).post({ url: server.url });
  expect(result).toMatchObject({ kind: "response", statusCode: 302 });
  expect(inside.requests).toBe(0);
});

test.each([301, 302, 303, 307, 308])(
  "a %i to a private address is not followed, nor is one to the same host",
  async (status) => {
    const inside = await serve();
    const server = await serve((request, response) => {
      const location = request.url === "/self" ? "/other" : inside.url;
      response.writeHead(status, { location }).end();
    });
    const http = client({ allowedCidrs: ["127.0.0.0/8"] });
    expect(await http.post({ url: server.url, body: "{}" })).toMatchObject({ kind: "response", statusCode: status });
    const self = server.url.replace("/hook", "/self");
    expect(await http.post({ url: self, body: "{}" })).toMatchObject({ kind: "response", statusCode: status });
    expect([inside.requests, server.requests]).toEqual([0, 2]);
  },
);

test("every answer of a name server is judged, however it spells an address", async () => {
  const spellings = [
    "127.0.0.1",
    "::1",
    "::ffff:10.0.0.1",
    "::7f00:1",
    "64:ff9b::a00:1",
    "2002:a00:1::",
    "fd00::1",
    "fe80::1",
  ];
  for (const address of spellings) {
    const family = address.includes(":") ? 6 : 4;
    const http = client({ resolve: async () => [{ address, family }] });
    expect(await http.post({ url: "https://inside.example/" })).toMatchObject({ kind: "blocked" });
    expect(await http.checkUrl("https://inside.example/")).toMatchObject({ ok: false });
  }
});

test("a name is judged anew at every connection, not once", async () => {
  const server = await serve((_request, response) => void response.setHeader("connection", "close").end("ok"));
  let answer = "127.0.0.1";
  const resolve = async () => [{ address: answer, family: 4 }];
  const http = client({ allowedCidrs: ["127.0.0.1/32"], resolve });
  const url = `http://moves.example:${server.port}/`;
  expect(await http.post({ url })).toMatchObject({ kind: "response", statusCode: 200 });
  answer = "127.0.0.2";
  expect(await http.post({ url })).toMatchObject({ kind: "blocked", code: "loopback" });
  expect(server.requests).toBe(1);
});

const timeouts = { connectMs: 300, headersMs: 300, totalMs: 600 };

test("a server that never answers ends in a time-out of the headers", async () => {
  const server = await serve(() => {});
  const result = await client({ allowedCidrs: ["127.0.0.0/8"], timeouts }).post({ url: server.url });
  expect(result).toMatchObject({ kind: "timeout", phase: "headers" });
});

test("a body that trickles ends in a time-out of the body, although it never stops coming", async () => {
  const server = await serve((_request, response) => {
    const timer = setInterval(() => response.write("."), 50);
    response.on("close", () => clearInterval(timer));
  });
  const result = await client({ allowedCidrs: ["127.0.0.0/8"], timeouts }).post({ url: server.url });
  expect(result).toMatchObject({ kind: "timeout", phase: "body" });
});

test("a name server that never answers ends in a time-out of the connection", async () => {
  const http = client({ resolve: () => new Promise(() => {}), timeouts: { ...timeouts, totalMs: 5_000 } });
  expect(await http.post({ url: "https://slow.example/" })).toMatchObject({ kind: "timeout", phase: "connect" });
});

test("a server that takes the connection and never shakes hands ends in a time-out of the connection", async () => {
  const mute = createTcpServer();
  const sockets: Socket[] = [];
  mute.on("connection", (socket) => sockets.push(socket));
  await new Promise<void>((done) => mute.listen(0, "127.0.0.1", done));
  const { port } = mute.address() as AddressInfo;
  const http = client({ allowedCidrs: ["127.0.0.0/8"], timeouts: { ...timeouts, totalMs: 5_000 } });
  const result = await http.post({ url: `https://127.0.0.1:${port}/` });
  expect(result).toMatchObject({ kind: "timeout", phase: "connect" });
  for (const socket of sockets) socket.destroy();
  mute.close();
});

test("a vendor may be waited for longer, and only a vendor", async () => {
  const server = await serve((_request, response) => void setTimeout(() => response.end("late"), 700));
  const http = client({ allowedCidrs: ["127.0.0.0/8"], trustedOrigins: [server.url], timeouts });
  const long = { url: server.url, timeoutMs: 5_000 };
  expect(await http.request({ ...long, method: "GET", vendor: true })).toMatchObject({
    kind: "response",
    body: "late",
  });
  expect(await http.request({ ...long, method: "GET" })).toMatchObject({ kind: "timeout", phase: "headers" });
  const short = { url: server.url, vendor: true, timeoutMs: 100 };
  expect(await http.request({ ...short, method: "GET" })).toMatchObject({ kind: "timeout" });
});

test("a vendor's large answer is kept as far as was asked for, and no further than 1 MB", async () => {
  const server = await serve((_request, response) => void response.end("x".repeat(3_000_000)));
  const http = client({ trustedOrigins: [server.url] });
  const kept = async (keepBodyBytes: number, vendor: boolean) => {
    const result = await http.post({ url: server.url, keepBodyBytes, vendor });
    return result.kind === "response" ? result.body.length : result.kind;
  };
  expect(await kept(500_000, true)).toBe(500_000);
  expect(await kept(9_000_000, true)).toBeLessThan(1_200_000);
  expect(await kept(500_000, false)).toBe("blocked");
});

test("an endless body is cut off and its start is kept", async () => {
  const server = await serve((_request, response) => {
    const chunk = "x".repeat(16_384);
    const more = () => {
      while (response.write(chunk));
    };
    response.on("drain", more);
    more();
  });
  const result = await client({ allowedCidrs: ["127.0.0.0/8"], timeouts }).post({ url: server.url });
  expect(result).toMatchObject({ kind: "response", statusCode: 200, body: "x".repeat(4096) });
});

test("NUL bytes do not survive, so that the body fits into a database text", async () => {
  const server = await serve((_request, response) => void response.end("a\0b"));
  const result = await client({ allowedCidrs: ["127.0.0.0/8"] }).post({ url: server.url });
  expect(result).toMatchObject({ kind: "response", body: "a\uFFFDb" });
});

test("a connection that is reset or refused is a network failure", async () => {
  const server = await serve((request) => void request.socket.destroy());
  const http = client({ allowedCidrs: ["127.0.0.0/8"] });
  expect(await http.post({ url: server.url, body: "{}" })).toMatchObject({ kind: "network", code: "connection" });
  expect(await http.post({ url: "http://127.0.0.1:1/" })).toMatchObject({ kind: "network", code: "connection" });
});

test("no outcome repeats the URL's path, query or credentials", async () => {
  const server = await serve((request) => void request.socket.destroy());
  const http = client({ allowedCidrs: ["127.0.0.0/8"], timeouts });
  const urls = [server.url, "http://127.0.0.1:1/hook?key=hunter2", "https://u:hunter2@10.0.0.1/hook?key=hunter2"];
  urls.push("https://10.0.0.1/hook?key=hunter2", "https://10.0.0.1:99999/hook?key=hunter2");
  for (const url of urls) {
    const text = JSON.stringify([await http.post({ url }), await http.checkUrl(url)]);
    expect(text).not.toMatch(/hunter2|\/hook/);
  }
});

test("the caller can cancel", async () => {
  const server = await serve(() => {});
  const controller = new AbortController();
  const sent = client({ allowedCidrs: ["127.0.0.0/8"] }).post({ url: server.url, signal: controller.signal });
  controller.abort();
  expect(await sent).toMatchObject({ kind: "network", code: "aborted" });
});

test("PATCH and custom headers go out as given", async () => {
  let seen = "";
  const server = await serve((request, response) => {
    seen = `${request.method} ${request.headers["x-team"]}`;
    response.setHeader("set-cookie", ["a=1", "b=2"]).end();
  });
  const result = await client({ allowedCidrs: ["127.0.0.0/8"] }).patch({
    url: server.url,
    headers: { "x-team": "blue" },
    body: "{}",
  });
  expect(seen).toBe("PATCH blue");
  expect(result).toMatchObject({ kind: "response", headers: { "set-cookie": "a=1, b=2" } });
});

test("plain http to a name is refused before it is looked up, where no range allows it", async () => {
  let asked = 0;
  const resolve = async () => {
    asked += 1;
    return [];
  };
  const strict = createGuardedHttp({ allowedCidrs: [], resolve });
  expect(await strict.checkUrl("http://hooks.example/x")).toMatchObject({ ok: false, code: "not_https" });
  expect(asked).toBe(0);
  expect(await strict.checkUrl("http://10.0.0.5/x")).toMatchObject({ ok: false, code: "private" });
  await strict.close();
});
