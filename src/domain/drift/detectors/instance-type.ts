import * as z from "zod";
import type { DriftDetector } from "../drift-detector.ts";

/** The instance type: one of those that the group may take. A group that chooses by attributes may take any. */
export const instanceType: DriftDetector<readonly string[]> = {
  kind: "instance-type",
  version: 1,
  expectation: z.array(z.string()),
  expect: (launch) => launch.instanceTypes,
  differences: (expected, server) =>
    expected.length === 0 || expected.includes(server.instanceType)
      ? []
      : [{ field: "instance type", expected: expected.join(" or "), observed: server.instanceType }],
};
