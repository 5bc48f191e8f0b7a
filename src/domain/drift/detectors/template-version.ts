import * as z from "zod";
import { type DriftDetector, differs } from "../drift-detector.ts";

/** EC2 puts it on each server that is launched from a template; nobody can edit it (aws-facts 8.8). */
const TAG = "aws:ec2launchtemplate:version";

/** The version that the server was launched from. */
export const templateVersion: DriftDetector<string> = {
  kind: "template-version",
  version: 1,
  expectation: z.string(),
  expect: (launch) => String(launch.templateVersion),
  differences: (expected, server) => differs("template version", expected, server.tags[TAG] ?? null),
};
