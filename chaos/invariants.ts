import { blueIsSafe } from "./invariants/blue-is-safe.ts";
import { capacity } from "./invariants/capacity.ts";
import { freeze } from "./invariants/freeze.ts";
import { leastPrivilege } from "./invariants/least-privilege.ts";
import { noEmptyTarget } from "./invariants/no-empty-target.ts";
import { noForce } from "./invariants/no-force.ts";
import { noLeftovers } from "./invariants/no-leftovers.ts";
import { oneWriter } from "./invariants/one-writer.ts";
import { pinned } from "./invariants/pinned.ts";
import { quarantine } from "./invariants/quarantine.ts";
import { told } from "./invariants/told.ts";
import type { Invariant } from "./sight.ts";

/** What must always hold, by the names of docs/design.md. Adding one: a file in invariants/, a row here, a test. */
const INVARIANTS: readonly (() => Invariant)[] = [
  oneWriter,
  freeze,
  told,
  noForce,
  leastPrivilege,
  pinned,
  quarantine,
  blueIsSafe,
  noEmptyTarget,
  capacity,
  noLeftovers,
];

/** The invariants of one run; some of them remember what they saw. */
export const openInvariants = (): Invariant[] => INVARIANTS.map((open) => open());

export const invariantNames = (): string[] => openInvariants().map(({ name }) => name);
