import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "node:tls";

import { freePort } from "./free-port";
import { isOnPath, stopProcess } from "./processes";
import { waitFor } from "./wait-for";

export interface RunningProxy {
  stop: () => Promise<void>;
}

interface Place {
  /** Where the proxy listens, with TLS. */
  port: number;
  /** Where Sentinel does. */
  upstreamPort: number;
}

const EXAMPLES = "docs/examples/proxies";

/** Whether nginx can be tried: it needs a certificate, which openssl makes. */
export const hasNginx = isOnPath("nginx") && isOnPath("openssl");
export const hasCaddy = isOnPath("caddy");

/** nginx with the documented configuration, but for ports and certificate. */
export async function startNginx({ port, upstreamPort }: Place): Promise<RunningProxy> {
  const folder = await mkdtemp(join(tmpdir(), "sentinel-nginx-"));
  await mkdir(join(folder, "temp"));
  const [key, certificate] = [join(folder, "key.pem"), join(folder, "certificate.pem")];
  const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
  const made = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", key, "-out", certificate];
  execFileSync("openssl", [...made, ...subject], { stdio: "ignore" });
  const site = replaced(`${EXAMPLES}/nginx.conf`, [
    ["127.0.0.1:3000", `127.0.0.1:${upstreamPort}`],
    ["listen 443 ssl http2;", `listen 127.0.0.1:${port} ssl http2;`],
    ["listen 80;", `listen 127.0.0.1:${await freePort()};`],
    ["/etc/ssl/sentinel.example.com.pem", certificate],
    ["/etc/ssl/sentinel.example.com.key", key],
    [/sentinel\.example\.com/g, "localhost"],
  ]);
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((of) => `${of}_temp_path ${folder}/temp;`);
  // Started by root its workers would be somebody else, who may not write into the test's folder.
  const user = process.getuid?.() === 0 ? "user root;" : "";
  const whole = `${user} daemon off; worker_processes 1; pid ${folder}/pid; error_log ${folder}/error.log;
events {} http { access_log off; ${temporary.join(" ")}\n${site}\n}`;
  await writeFile(join(folder, "nginx.conf"), whole);
  return launch("nginx", ["-p", folder, "-c", join(folder, "nginx.conf")], port, folder);
}

/** Caddy with the documented configuration, but for ports, and with a certificate of its own making. */
export async function startCaddy({ port, upstreamPort }: Place): Promise<RunningProxy> {
  const folder = await mkdtemp(join(tmpdir(), "sentinel-caddy-"));
  const site = replaced(`${EXAMPLES}/Caddyfile`, [
    ["127.0.0.1:3000", `127.0.0.1:${upstreamPort}`],
    [/^sentinel\.example\.com \{/m, `https://localhost:${port} {\n\ttls internal`],
  ]);
  const whole = `{\n\tadmin off\n\tskip_install_trust\n\tauto_https disable_redirects\n}\n${site}`;
  await writeFile(join(folder, "Caddyfile"), whole);
  return launch("caddy", ["run", "--config", join(folder, "Caddyfile"), "--adapter", "caddyfile"], port, folder);
}

function replaced(file: string, changes: [string | RegExp, string][]): string {
  return changes.reduce(
    (text, [from, to]) => {
      if (typeof from === "string" ? !text.includes(from) : text.search(from) === -1) {
        throw new Error(`${file} has no ${from} any more`);
      }
      return text.replace(from, to);
    },
    readFileSync(file, "utf8"),
  );
}

async function launch(command: string, args: string[], port: number, folder: string): Promise<RunningProxy> {
  const env = { ...process.env, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder };
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], env });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  const stop = async () => {
    if (child.exitCode === null && child.pid !== undefined) await stopProcess(child.pid);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await waitFor(
      async () => {
        if (child.exitCode !== null) throw new Error("ended");
        // Caddy listens before it has its certificate.
        const socket = connect({ port, host: "127.0.0.1", servername: "localhost", rejectUnauthorized: false });
        await once(socket, "secureConnect");
        socket.destroy();
        return true;
      },
      { timeoutMs: 15_000, describe: `${command} listens` },
    );
  } catch (error) {
    await stop();
    throw new Error(`${command} did not start:\n${output.slice(-2000)}`, { cause: error });
  }
  return { stop };
}
