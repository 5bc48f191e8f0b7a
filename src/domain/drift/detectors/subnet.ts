import * as z from "zod";
import type { DriftDetector } from "../drift-detector.ts";

/** The subnet: one of the group's. */
export const subnet: DriftDetector<readonly string[]> = {
  kind: "subnet",
  version: 1,
  expectation: z.array(z.string()),
  expect: (launch) => launch.subnets,
  differences: (expected, server) =>
    expected.length === 0 || expected.includes(server.subnet)
      ? []
      : [{ field: "subnet", expected: expected.join(" or "), observed: server.subnet }],
};
