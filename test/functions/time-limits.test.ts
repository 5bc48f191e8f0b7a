import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { STEP_SECONDS } from "../../src/step/open-context.ts";

const fileOf = (path: string) => new URL(`../../${path}`, import.meta.url);
const read = (path: string): unknown => parse(readFileSync(fileOf(path), "utf8"), { logLevel: "silent" });

interface Machine {
  readonly TimeoutSeconds?: number;
  readonly States: Readonly<
    Record<
      string,
      { readonly Resource?: { readonly "Fn::GetAtt": string[] }; readonly TimeoutSeconds?: number }
    >
  >;
}

const folderOf = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

test("a part of a scan that outlives its time is ended before the machine begins it again, and a scan before the alarm", () => {
  const { States, TimeoutSeconds: whole = 0 } = read("statemachines/scan.asl.yml") as Machine;
  const { scan } = read("functions/scan/function.yml") as { scan: { timeout: number } };
  const part = States["Scan"]?.TimeoutSeconds ?? 0;
  expect(part - scan.timeout).toBeGreaterThanOrEqual(10);
  expect(scan.timeout).toBeLessThanOrEqual(300);
  // Room for a second try of a part that took all its time.
  expect(whole).toBeGreaterThan(2 * part);
  expect(whole).toBeLessThan(3600);
});

describe("a step that outlives its time is ended before the machine tries it again", () => {
  const { States } = read("statemachines/rollout.asl.yml") as Machine;
  const tasks = Object.values(States).flatMap(({ Resource, TimeoutSeconds = 0 }) =>
    // The bell's function answers at once, and its task waits for whoever rings.
    Resource?.["Fn::GetAtt"] ? [{ name: folderOf(Resource["Fn::GetAtt"][0] ?? ""), TimeoutSeconds }] : [],
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
