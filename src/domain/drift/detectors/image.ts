import * as z from "zod";
import { type DriftDetector, differs } from "../drift-detector.ts";

/** The image of the server's root volume: a root volume that was replaced in place shows here (aws-facts 8.8). */
export const image: DriftDetector<string> = {
  kind: "image",
  version: 1,
  expectation: z.string(),
  expect: (launch) => launch.image,
  differences: (expected, server) => differs("image", expected, server.image),
};
