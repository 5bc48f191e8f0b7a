import { expect, test } from "vitest";
import { parse } from "yaml";
import * as z from "zod";
import { files, textOf } from "./tree.ts";

const paths = files.filter((path) => path.startsWith(".github/workflows/"));
const workflow = z.looseObject({
  permissions: z.record(z.string(), z.string()),
  jobs: z.record(
    z.string(),
    z.looseObject({
      "timeout-minutes": z.number(),
      steps: z.array(z.looseObject({ uses: z.string().optional(), run: z.string().optional() })),
    }),
  ),
});

test("a workflow runs what decides on a laptop too", () => {
  const runs = paths.flatMap((path) =>
    Object.values(workflow.parse(parse(textOf(path))).jobs).flatMap(({ steps }) =>
      steps.map(({ run }) => run),
    ),
  );
  expect(runs).toContain(".ci/run");
});

test.each(paths)("%s may read the repository and no more, and each of its jobs ends", (path) => {
  expect(workflow.parse(parse(textOf(path))).permissions).toEqual({ contents: "read" });
});

test.each([...paths, "action.yml"])("%s pins each action to a commit, and names its version", (path) => {
  const uses = textOf(path)
    .split("\n")
    .filter((line) => /\buses:/.test(line));
  expect(uses.length).toBeGreaterThan(0);
  expect(
    uses.filter((line) => !/\buses: [\w.-]+(\/[\w.-]+)+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line)),
  ).toEqual([]);
});
