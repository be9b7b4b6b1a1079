import { id, ZeroHash } from "ethers";

import type { ControlNode } from "~/domain/control/control-graph";
import { asAddress, type ContractReads } from "./contract-reads";

/** OpenZeppelin AccessControl's usual roles by their names; who has the first grants all others. */
const ROLES: Readonly<Record<string, string>> = {
  DEFAULT_ADMIN_ROLE: ZeroHash,
  ...Object.fromEntries(
    ["UPGRADER_ROLE", "MINTER_ROLE", "PAUSER_ROLE", "PROPOSER_ROLE", "EXECUTOR_ROLE", "CANCELLER_ROLE"].map((name) => [
      name,
      id(name),
    ]),
  ),
};
const MAX_MEMBERS = 20;
const MAX_SAFE_OWNERS = 50;
/** Ten years: what answers with more than that is no timelock, but a contract that answers anything to everything. */
const MAX_DELAY_S = 315_360_000n;

/**
 * Who has a say over a contract by the functions that say so: `owner()` (EIP-173), `pendingOwner()`, `admin()`, a
 * Safe's owners, and AccessControlEnumerable's members. Throws when no endpoint can tell.
 */
export async function readControllers(reads: ContractReads, of: string): Promise<ControlNode[]> {
  const single = async (signature: string, role: ControlNode["role"]): Promise<ControlNode[]> => {
    const address = asAddress((await reads.call(of, signature, ["address"]))?.[0]);
    return address && address !== of ? [{ address, role, of, detail: null }] : [];
  };
  const found = await Promise.all([
    single("owner()", "owner"),
    single("pendingOwner()", "pending_owner"),
    single("admin()", "admin"),
    readSafe(reads, of),
    readRoles(reads, of),
  ]);
  return withTimelocks(reads, found.flat());
}

async function readSafe(reads: ContractReads, of: string): Promise<ControlNode[]> {
  const [owners, threshold] = await Promise.all([
    reads.call(of, "getOwners()", ["address[]"]),
    reads.call(of, "getThreshold()", ["uint256"]),
  ]);
  if (!owners || !threshold) return [];
  const all = Array.from(owners[0] as Iterable<unknown>);
  const detail = `${threshold[0]} of ${all.length} owners must sign`;
  return all.slice(0, MAX_SAFE_OWNERS).flatMap((owner): ControlNode[] => {
    const address = asAddress(owner);
    return address ? [{ address, role: "safe_owner", of, detail }] : [];
  });
}

async function readRoles(reads: ContractReads, of: string): Promise<ControlNode[]> {
  // Most contracts have none: one question tells.
  const admins = await memberCount(reads, of, ZeroHash);
  if (admins === null) return [];
  const perRole = await Promise.all(
    Object.entries(ROLES).map(async ([name, role]) => {
      const count = role === ZeroHash ? admins : ((await memberCount(reads, of, role)) ?? 0);
      const wanted = Array.from({ length: Math.min(count, MAX_MEMBERS) }, (_, index) => index);
      const members = await Promise.all(
        wanted.map((index) => reads.call(of, "getRoleMember(bytes32,uint256)", ["address"], [role, index])),
      );
      return members.flatMap((member): ControlNode[] => {
        const address = asAddress(member?.[0]);
        return address && address !== of ? [{ address, role: "role_member", of, detail: name }] : [];
      });
    }),
  );
  return perRole.flat();
}

async function memberCount(reads: ContractReads, of: string, role: string): Promise<number | null> {
  const answer = await reads.call(of, "getRoleMemberCount(bytes32)", ["uint256"], [role]);
  return answer ? Number(answer[0]) : null;
}

/** A controller with a minimal delay is a timelock: what it does was announced before. */
async function withTimelocks(reads: ContractReads, nodes: ControlNode[]): Promise<ControlNode[]> {
  return Promise.all(
    nodes.map(async (node): Promise<ControlNode> => {
      if (node.role !== "owner" && node.role !== "admin" && node.role !== "role_member") return node;
      const delay =
        (await reads.call(node.address, "getMinDelay()", ["uint256"])) ??
        (await reads.call(node.address, "delay()", ["uint256"]));
      if (!delay || BigInt(String(delay[0])) > MAX_DELAY_S) return node;
      const says = `delay ${delay[0]} s`;
      return { ...node, role: "timelock", detail: node.detail === null ? says : `${node.detail}, ${says}` };
    }),
  );
}
