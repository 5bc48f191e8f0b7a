import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import * as z from "zod";
import { files, textOf } from "../rules/tree.ts";
import { workflowFaults } from "../support/action/github-parser.ts";
import { manifest } from "../support/action/manifest.ts";

const paths = files.filter((path) => path.startsWith("examples/github-actions/"));
const workflow = z.looseObject({
  on: z.looseObject({}),
  permissions: z.record(z.string(), z.string()),
  jobs: z.record(
    z.string(),
    z.looseObject({
      "timeout-minutes": z.number(),
      steps: z.array(z.object({ uses: z.string(), with: z.record(z.string(), z.unknown()).default({}) })),
    }),
  ),
});

describe.each(paths)("%s", (path) => {
  const text = textOf(path);
  const { on, permissions, jobs } = workflow.parse(parse(text));
  const steps = Object.values(jobs).flatMap((job) => job.steps);

  it("is a workflow to GitHub's own parser, which sees a key that is none", () => {
    expect(workflowFaults(path, text)).toEqual([]);
    expect(workflowFaults(path, text.replace("runs-on:", "runs-at:"))).not.toEqual([]);
  });

  it("gives the action what it asks for, and nothing that it does not know", () => {
    const given = steps.filter(({ uses }) => uses.startsWith("moult/moult@"));
    expect(given).toHaveLength(1);
    const names = Object.keys(given[0]?.with ?? {});
    expect(names.filter((name) => !(name in manifest.inputs))).toEqual([]);
    const asked = Object.entries(manifest.inputs).filter(([, { required }]) => required === true);
    expect(asked.filter(([name]) => !names.includes(name))).toEqual([]);
  });

  it("pins the actions of others", () => {
    const others = text.split("\n").filter((line) => /\buses:/.test(line) && !line.includes(" moult/moult@"));
    expect(others.filter((line) => !/@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
  });

  it("gets no more rights than it needs, and none over a pull request that is not its own", () => {
    expect(Object.keys(on)).not.toContain("pull_request_target");
    const writes = Object.entries(permissions).filter(([, right]) => right === "write");
    const comment = path.endsWith("plan.yml") ? ["pull-requests"] : [];
    expect(writes.map(([name]) => name)).toEqual(["id-token", ...comment]);
  });
});
