import { vitePlugin as remix } from "@remix-run/dev";
import tailwindcss from "@tailwindcss/vite";
import type { Plugin, UserConfig } from "vite";
import tsconfigPaths from "vite-tsconfig-paths";
import { defineConfig } from "vitest/config";

import remixConfig from "./remix.config.js";

const SERVER = "./app/server.ts";

/** In development every request that Vite itself does not answer goes to our Express app. */
const serveExpress: Plugin = {
  name: "serve-express",
  configureServer: (vite) => () => {
    vite.middlewares.use(async (request, response, next) => {
      try {
        const { app } = await vite.ssrLoadModule(SERVER);
        request.url = request.originalUrl;
        app(request, response, next);
      } catch (error) {
        next(error);
      }
    });
  },
};

/** In a build the same app is the server bundle's entry. Must come after `remix()`, which sets another. */
const bundleExpress: Plugin = {
  name: "bundle-express",
  config: (_config, { command, isSsrBuild }) =>
    command === "build" && isSsrBuild
      ? { build: { target: "node20", sourcemap: true, rollupOptions: { input: SERVER } } }
      : undefined,
};

const web: UserConfig = {
  // Two dozen icons of thousands: bundled, so that the package itself need not be installed where Sentinel runs.
  ssr: { noExternal: ["lucide-react"] },
  // Named, because what Vite finds only when the first page asks for it reloads that page in the middle of hydration.
  // The excluded are server-only: the scan of the routes sees them before Remix takes the server code out.
  optimizeDeps: {
    include: [
      "react",
      "react-dom/client",
      "react/jsx-runtime",
      "react/jsx-dev-runtime",
      "@remix-run/react",
      "@conform-to/react",
      "@conform-to/zod/v4",
      "cmdk",
      "ethers",
      "lucide-react",
      "radix-ui",
      "re2js",
      "zod",
    ],
    exclude: [
      "@node-rs/argon2",
      "@remix-run/node",
      "rate-limiter-flexible",
      "remix-auth",
      "remix-auth-form",
      "undici",
      "uuid",
      "ws",
    ],
  },
  plugins: [tailwindcss(), serveExpress, remix(remixConfig), bundleExpress, tsconfigPaths()],
};

/** The worker and the telemetry preload: each must be a file of its own, loaded before or beside the server. */
const worker: UserConfig = {
  plugins: [tsconfigPaths()],
  publicDir: false,
  build: {
    ssr: true,
    outDir: "build/worker",
    target: "node20",
    sourcemap: true,
    rollupOptions: {
      input: {
        index: "worker/index.ts",
        telemetry: "app/telemetry.ts",
        "audit-verify": "worker/audit-verify.ts",
        "rotate-key": "worker/rotate-key.ts",
      },
    },
  },
};

const tests: UserConfig & { test: object } = {
  plugins: [tsconfigPaths()],
  test: {
    maxWorkers: 2,
    minWorkers: 1,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["app/**/*.test.{ts,tsx}", "worker/**/*.test.ts", "prisma/**/*.test.ts", "tests/*.test.ts"],
          testTimeout: 20_000, // Some try thousands of random cases, perhaps beside a build.
        },
      },
      {
        extends: true,
        test: {
          name: "integration",
          include: ["tests/{api,worker,platform,chaos,demo}/**/*.test.ts"],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          pool: "forks",
          globalSetup: ["tests/support/global-setup.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "e2e",
          include: ["tests/e2e/**/*.test.ts"],
          testTimeout: 60_000,
          hookTimeout: 180_000,
          pool: "forks",
          poolOptions: { forks: { singleFork: true } },
        },
      },
    ],
  },
};

export default defineConfig(({ mode }) => {
  if (mode === "worker") return worker;
  return process.env.VITEST ? tests : web;
});
