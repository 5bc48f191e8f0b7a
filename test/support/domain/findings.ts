import type { Finding } from "../../../src/domain/findings/finding.ts";

/** A finding as a scan makes it: nobody was told of it yet. */
export const finding = (special: Partial<Finding> = {}): Finding => ({
  server: "i-1",
  generation: 1,
  kind: "drift",
  field: "key pair",
  expected: "deploy",
  observed: "mine",
  since: 1000,
  dueAt: 1000,
  mode: "replace",
  absentIn: 0,
  isPublished: false,
  evidence: {},
  ...special,
});
