import * as z from "zod";
import { type DriftDetector, differs } from "../drift-detector.ts";

/** The key pair that the server was launched with. */
export const keyPair: DriftDetector<string | null> = {
  kind: "key-pair",
  version: 1,
  expectation: z.string().nullable(),
  expect: (launch) => launch.keyPair,
  differences: (expected, server) => differs("key pair", expected, server.keyPair),
};
