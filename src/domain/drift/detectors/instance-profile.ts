import * as z from "zod";
import { type DriftDetector, differs } from "../drift-detector.ts";

/** A template may say the name or the ARN, a server always shows the ARN. */
const nameOf = (profile: string | null): string | null =>
  profile && profile.slice(profile.lastIndexOf("/") + 1);

/** The instance profile, by name. */
export const instanceProfile: DriftDetector<string | null> = {
  kind: "instance-profile",
  version: 1,
  expectation: z.string().nullable(),
  expect: (launch) => nameOf(launch.instanceProfile),
  differences: (expected, server) => differs("instance profile", expected, nameOf(server.instanceProfile)),
};
