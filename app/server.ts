import { createServer } from "node:http";
import { createRequestHandler } from "@remix-run/express";
import compression from "compression";
import express from "express";
import { cors } from "./web/cors.server";
import { discardUnreadBody } from "./web/discard-unread-body.server";
import { drainOf } from "./web/drain-of.server";
import { forwardedHeaders } from "./web/forwarded-headers.server";
import { lastResort } from "./web/last-resort.server";
import { limitPageBody } from "./web/limit-page-body.server";
import { metrics } from "./web/metrics.server";
import { readiness } from "./web/readiness.server";
import { refuseCrossSite } from "./web/refuse-cross-site.server";
import { refuseUnroutable } from "./web/refuse-unroutable.server";
import { requestContext } from "./web/request-context.server";
import { requireForm } from "./web/require-form.server";
import { securityHeaders } from "./web/security-headers.server";
import { startApp } from "./web/start-app.server";

const { ctx, shutdown, worker } = await startApp();

/** A client that sends slower than this keeps a connection and gives nothing for it. */
const SLOWEST = { headersTimeout: 20_000, requestTimeout: 120_000, connectionsCheckingInterval: 5_000 };

/** The whole web: headers, health, static files, then Remix for pages and `/v1`. */
export const app = express();
app.disable("x-powered-by");
app.set("trust proxy", ctx.env.TRUST_PROXY);

app.use(discardUnreadBody());
app.use(requestContext(ctx));
app.use(securityHeaders(ctx));
app.get("/healthz", (_request, response) => {
  response.type("text").send("ok\n");
});
app.get("/readyz", readiness(ctx));
app.get("/metrics", metrics(ctx, worker));
app.use(forwardedHeaders(ctx));
app.use(cors(ctx));
app.use(refuseUnroutable(ctx));
app.use(refuseCrossSite(ctx));
app.use(limitPageBody());
app.use(requireForm());

if (import.meta.env.PROD) {
  // Event streams must not sit in a compressor's buffer.
  app.use(
    compression({
      filter: (request, response) =>
        !String(response.getHeader("content-type")).startsWith("text/event-stream") &&
        compression.filter(request, response),
    }),
  );
  app.use("/assets", express.static("build/client/assets", { immutable: true, maxAge: "1y" }));
  app.use(express.static("build/client", { maxAge: "1h" }));
}

app.all(
  "*",
  createRequestHandler({
    build: () => import("virtual:remix/server-build"),
    getLoadContext: (request, response) => {
      const closed = new AbortController();
      response.once("close", () => closed.abort());
      const { requestId, cspNonce } = response.locals as { requestId: string; cspNonce: string };
      return {
        ctx,
        drained: drainOf(response, closed.signal),
        closed: closed.signal,
        requestId,
        cspNonce,
        ip: request.ip ?? "",
      };
    },
  }),
);

app.use(lastResort(ctx));

if (import.meta.env.PROD) {
  const server = createServer(SLOWEST, app).listen(ctx.env.PORT, ctx.env.HOST, () => {
    ctx.log.info({ url: ctx.env.PUBLIC_URL, port: ctx.env.PORT }, "ready");
  });
  // Longer than proxies keep an idle connection: one that is closed under a request on its way is a 502.
  server.keepAliveTimeout = 75_000;
  server.once("error", (error) => {
    ctx.log.fatal({ err: error }, `can't listen on ${ctx.env.HOST}:${ctx.env.PORT}`);
    void shutdown.run("the port can't be used");
  });
  shutdown.add("web", async () => {
    const closed = new Promise<void>((done) => server.close(() => done()));
    // Event streams never end by themselves; what else is open gets a moment.
    setTimeout(() => server.closeAllConnections(), 1_000).unref();
    server.closeIdleConnections();
    await closed;
  });
}
