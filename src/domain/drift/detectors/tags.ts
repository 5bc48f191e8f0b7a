import * as z from "zod";
import { type DriftDetector, differs } from "../drift-detector.ts";

/**
 * The tags that template and group give to each server. Tags that somebody adds are no drift: AWS, agents and people put
 * theirs on servers that are as they were launched.
 */
export const tags: DriftDetector<Readonly<Record<string, string>>> = {
  kind: "tags",
  version: 1,
  expectation: z.record(z.string(), z.string()),
  expect: (launch) => launch.tags,
  differences: (expected, server) =>
    Object.entries(expected).flatMap(([key, value]) =>
      differs(`tag ${key}`, value, server.tags[key] ?? null),
    ),
};
