import * as z from "zod";
import type { DriftDetector } from "../drift-detector.ts";

/** The security groups of the primary interface: one that is missing and one too many are two findings. */
export const securityGroups: DriftDetector<readonly string[] | null> = {
  kind: "security-groups",
  version: 1,
  expectation: z.array(z.string()).nullable(),
  expect: (launch) => launch.securityGroups,
  // The default group of the network is not in the template: the server shows it.
  learn: (expected, server) => expected ?? [...server.securityGroups].sort(),
  differences: (expected, server) => {
    if (expected === null) return [];
    const observed = server.securityGroups;
    const missing = expected.filter((id) => !observed.includes(id)).sort();
    const extra = observed.filter((id) => !expected.includes(id)).sort();
    return [
      ...missing.map((id) => ({ field: `security group ${id}`, expected: "present", observed: "absent" })),
      ...extra.map((id) => ({ field: `security group ${id}`, expected: "absent", observed: "present" })),
    ];
  },
};
