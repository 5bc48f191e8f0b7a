import * as z from "zod";
import { type DriftDetector, differs } from "../drift-detector.ts";

const shown = (on: boolean): string => (on ? "detailed" : "basic");

/** Whether detailed monitoring is on. */
export const monitoring: DriftDetector<boolean> = {
  kind: "monitoring",
  version: 1,
  expectation: z.boolean(),
  expect: (launch) => launch.monitoring,
  differences: (expected, server) => differs("monitoring", shown(expected), shown(server.monitoring)),
};
