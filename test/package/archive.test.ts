import { expect, it } from "vitest";
import * as z from "zod";
import { imports, textOf } from "../rules/tree.ts";

const { bin, files } = z
  .object({ bin: z.record(z.string(), z.string()), files: z.array(z.string()) })
  .parse(JSON.parse(textOf("package.json")));

/** Whether the archive that `npm pack` makes has a file. */
const isPacked = (path: string): boolean =>
  files.some((entry) => path === entry || path.startsWith(entry.endsWith("/") ? entry : `${entry}/`));

/** What the command line imports, directly or not, of this project. */
function reachedFrom(entry: string): string[] {
  const reached = new Set([entry]);
  for (const path of reached)
    for (const { from, to } of imports) if (from === path && to.endsWith(".ts")) reached.add(to);
  return [...reached];
}

it("the archive has everything that the command line imports", () => {
  const reached = Object.values(bin).flatMap(reachedFrom);
  expect(reached.length).toBeGreaterThan(300);
  expect(reached.filter((path) => !isPacked(path))).toEqual([]);
});

it("the archive has what the command line, the demo and a deployment read while they run", () => {
  const read = [
    "statemachines/rollout.asl.yml",
    "resources/rules.yml",
    "functions/iam.yml",
    "functions/admit/function.yml",
    "functions/admit/handler.ts",
    "resources/no-shared-role.cjs",
    "resources/permissions-boundary.cjs",
    "fleets/example.yml",
    "serverless.yml",
  ];
  expect(read.filter((path) => !isPacked(path))).toEqual([]);
});

it("the archive has no tests and no tools", () => {
  expect(["test/a.ts", "bench/bench.ts", "chaos/chaos.ts", ".ci/run"].filter(isPacked)).toEqual([]);
});
