import type { Finding } from "../../../src/domain/findings/finding.ts";
import type { StoredStorm } from "../../../src/ledger/found/storms.ts";

const NOON = Date.UTC(2026, 10, 21, 12);

/** Somebody added a security group to a server of generation 6, an hour before noon. */
export const finding = (special: Partial<Finding> = {}): Finding => ({
  server: "i-1",
  generation: 6,
  kind: "drift",
  field: "security group sg-9",
  expected: "absent",
  observed: "present",
  since: NOON - 3_600_000,
  dueAt: NOON - 3_600_000,
  mode: "replace",
  absentIn: 0,
  isPublished: true,
  evidence: { drift: "security-groups" },
  ...special,
});

/** The same on seven fleets. */
export const storm = (special: Partial<StoredStorm> = {}): StoredStorm => ({
  key: "drift#security group sg-9#present",
  kind: "drift",
  field: "security group sg-9",
  observed: "present",
  fleets: 7,
  since: NOON - 1_800_000,
  acknowledged: null,
  endedAt: null,
  ...special,
});

/** Servers that a shortened max made due. */
export const ageStorm = (special: Partial<StoredStorm> = {}): StoredStorm =>
  storm({ key: "age", kind: "age", field: "age", observed: "", since: NOON - 900_000, ...special });
