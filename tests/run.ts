import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

import { findChromium } from "./support/browser";
import { isOnPath, killHard } from "./support/processes";

/** One part of `npm test`. A step with a `project` counts that project's tests, any other counts as one. */
interface Step {
  name: string;
  command: string[];
  limitMinutes: number;
  project?: string;
}

interface Count {
  passed: number;
  failed: number;
  /** What failed, by name: the end of a long log is all that some readers see. */
  names: string[];
}

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const REPORTS = join(ROOT, "node_modules/.cache/test-reports");

const tool = (name: string, ...args: string[]) => [join(ROOT, "node_modules/.bin", name), ...args];

const vitest = (project: string, limitMinutes: number): Step => ({
  name: `${project} tests`,
  project,
  limitMinutes,
  command: tool(
    "vitest",
    "run",
    `--project=${project}`,
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${reportOf(project)}`,
  ),
});

const STEPS: Step[] = [
  { name: "prisma client", command: tool("prisma", "generate"), limitMinutes: 1 },
  { name: "types", command: tool("tsc", "-p", "."), limitMinutes: 4 },
  { name: "lint and format", command: tool("biome", "ci", "."), limitMinutes: 2 },
  { name: "unused code", command: tool("knip"), limitMinutes: 2 },
  vitest("unit", 5),
  {
    name: "conditions, as the cases say",
    command: ["npm", "run", "conformance", "--", "tests/data/expressions-conformance.json"],
    limitMinutes: 1,
  },
  { name: "fuzzing", command: ["npm", "run", "fuzz", "--", "--seconds", "20"], limitMinutes: 2 },
  { name: "build", command: ["npm", "run", "build"], limitMinutes: 3 },
  vitest("integration", 25),
  vitest("e2e", 15),
  { name: "demo", command: ["npm", "run", "demo", "--", "--once"], limitMinutes: 3 },
];

function reportOf(project: string): string {
  return join(REPORTS, `${project}.json`);
}

function heading(text: string): void {
  console.log(`\n━━━ ${text} ${"━".repeat(Math.max(3, 100 - text.length))}`);
}

/** Debian packages that the tests need and this machine lacks. */
function missingPackages(): string[] {
  return [
    ...(isOnPath("redis-server") || process.env.REDIS_URL ? [] : ["redis-server"]),
    ...(findChromium() === undefined ? ["chromium"] : []),
  ];
}

function isRootOnDebian(): boolean {
  const release = existsSync("/etc/os-release") ? readFileSync("/etc/os-release", "utf8") : "";
  return process.getuid?.() === 0 && /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(release) && isOnPath("apt-get");
}

/** Finds or installs what npm can't bring; returns what is still missing, as instructions. */
function prepareMachine(): string | undefined {
  const missing = missingPackages();
  if (missing.length > 0 && isRootOnDebian()) {
    console.log(`installing ${missing.join(", ")}`);
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    spawnSync("apt-get", ["update", "-qq"], { stdio: "inherit", env });
    spawnSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...missing], { stdio: "inherit", env });
  }
  const still = missingPackages();
  if (still.length === 0) return undefined;
  const how: Record<string, string> = {
    "redis-server":
      "redis-server must be on the PATH, or REDIS_URL be set (Debian, Ubuntu: apt-get install redis-server; macOS: brew install redis)",
    chromium:
      "a Chromium is needed (npx playwright install chromium, or apt-get install chromium, or set CHROMIUM_PATH to one)",
  };
  return still.map((name) => how[name] ?? name).join("\n");
}

/** Runs a command in a process group of its own, which is killed whole when it takes too long. */
function execute({ command, limitMinutes }: Step): Promise<boolean> {
  const [program = "", ...args] = command;
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: ROOT, stdio: ["ignore", "inherit", "inherit"], detached: true });
    const end = () => killHard(child.pid ?? 0);
    const timer = setTimeout(() => {
      console.error(`\nstopped: it took longer than ${limitMinutes} minutes`);
      end();
    }, limitMinutes * 60_000);
    process.once("exit", end);
    child.once("error", (error) => console.error(error.message));
    child.once("close", (code) => {
      clearTimeout(timer);
      process.off("exit", end);
      resolve(code === 0);
    });
  });
}

/** What a vitest run counted. A file that could not even be loaded counts as one failure, and so does a run without a report. */
function countTests(project: string, succeeded: boolean): Count {
  let count: Count = { passed: 0, failed: 0, names: [] };
  if (existsSync(reportOf(project))) {
    const report: {
      numPassedTests: number;
      numFailedTests: number;
      testResults: {
        name: string;
        status: string;
        assertionResults: { status: string; fullName: string; failureMessages?: string[] }[];
      }[];
    } = JSON.parse(readFileSync(reportOf(project), "utf8"));
    const unloaded = report.testResults.filter(
      (file) => file.status === "failed" && file.assertionResults.length === 0,
    );
    const failures = report.testResults.flatMap(({ name, assertionResults }) =>
      assertionResults
        .filter(({ status }) => status === "failed")
        .map(({ fullName, failureMessages: [message = ""] = [] }) => {
          return `${relative(ROOT, name)}: ${fullName}\n      ${message.split("\n")[0]?.slice(0, 300)}`;
        }),
    );
    const names = [...failures, ...unloaded.map(({ name }) => `${relative(ROOT, name)}: could not be loaded`)];
    count = { passed: report.numPassedTests, failed: report.numFailedTests + unloaded.length, names };
  }
  if (!succeeded && count.failed === 0) count.failed = 1; // An unhandled error, or killed for taking too long.
  if (count.passed + count.failed === 0) count.failed = 1;
  return count;
}

async function main(): Promise<Count> {
  heading("what the tests need");
  const missing = prepareMachine();
  if (missing) {
    console.error(`Something is missing on this machine:\n${missing}`);
    return { passed: 0, failed: 1, names: ["what the tests need"] };
  }
  console.log(`${isOnPath("redis-server") ? "redis-server" : "REDIS_URL"}, ${findChromium()}`);
  rmSync(REPORTS, { recursive: true, force: true });
  mkdirSync(REPORTS, { recursive: true });

  const total: Count = { passed: 0, failed: 0, names: [] };
  const summary: string[] = [];
  for (const step of STEPS) {
    heading(step.name);
    const started = performance.now();
    const succeeded = await execute(step);
    const count = step.project
      ? countTests(step.project, succeeded)
      : { passed: +succeeded, failed: +!succeeded, names: succeeded ? [] : [step.name] };
    total.passed += count.passed;
    total.failed += count.failed;
    total.names.push(...count.names);
    const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(6);
    summary.push(
      `${count.failed > 0 ? "✗" : "✓"} ${seconds} s  ${step.name}: ${count.passed} passed, ${count.failed} failed`,
    );
  }
  heading("summary");
  console.log(`${summary.join("\n")}\n`);
  if (total.names.length > 0) console.log(`failed:\n${total.names.map((name) => `  ✗ ${name}`).join("\n")}\n`);
  return total;
}

for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => process.exit(130));
const { passed, failed } = await main();
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
