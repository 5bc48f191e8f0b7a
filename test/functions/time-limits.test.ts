import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { STEP_SECONDS } from "../../src/step/open-context.ts";

const fileOf = (path: string) => new URL(`../../${path}`, import.meta.url);
const read = (path: string): unknown => parse(readFileSync(fileOf(path), "utf8"), { logLevel: "silent" });

interface Machine {
  readonly States: Readonly<
    Record<
      string,
      { readonly Resource?: { readonly "Fn::GetAtt": string[] }; readonly TimeoutSeconds?: number }
    >
  >;
}

const folderOf = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

describe("a step that outlives its time is ended before the machine tries it again", () => {
  const { States } = read("statemachines/rollout.asl.yml") as Machine;
  const tasks = Object.values(States).flatMap(({ Resource, TimeoutSeconds = 0 }) =>
    Resource ? [{ name: folderOf(Resource["Fn::GetAtt"][0] ?? ""), TimeoutSeconds }] : [],
  );

  test("the machine calls functions that there are", () => {
    expect(tasks.length).toBeGreaterThan(8);
    expect(readdirSync(fileOf("functions"))).toEqual(expect.arrayContaining(tasks.map(({ name }) => name)));
  });

  test.each(tasks)("$name", ({ name, TimeoutSeconds }) => {
    const [declared] = Object.values(
      read(`functions/${name}/function.yml`) as Record<string, { timeout: number }>,
    );
    expect(declared?.timeout).toBe(STEP_SECONDS);
    // A call that has left arrives within five seconds, or never.
    expect(TimeoutSeconds - STEP_SECONDS).toBeGreaterThanOrEqual(10);
  });
});
