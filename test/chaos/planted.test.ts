import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { PLANTED_BUGS } from "../../chaos/planted/bugs.ts";
import { readCaught } from "../../chaos/planted/caught.ts";
import { dependentsOf, importersFrom } from "../../chaos/planted/dependents.ts";
import { MOST_RUNS, runPlanted } from "../../chaos/planted/first-catch.ts";
import { plantIn } from "../../chaos/planted/plant.ts";
import type { PlantedAnswer, PlantedTask } from "../../chaos/planted/planted-worker.ts";

const ANEW = "the draw has changed: npm run planted -- --record searches anew";

const textOf = (file: string): string => readFileSync(new URL(`../../${file}`, import.meta.url), "utf8");

describe("planting", () => {
  test.each(PLANTED_BUGS)("$name can still be planted", (bug) => {
    const text = textOf(bug.file);
    expect(plantIn(text, bug)).not.toBe(text);
  });

  test("a bug whose place has gone is refused by name", () => {
    const bug = { name: "gone", file: "src/x.ts", find: "nowhere", put: "" };
    expect(() => plantIn("something else", bug)).toThrow(
      /"gone": what it replaces stands in src\/x.ts 0 times/,
    );
  });

  test("a bug has the modules for itself that it may show in: its own, and all that import it", () => {
    const url = (file: string): string => new URL(`../../${file}`, import.meta.url).href;
    const importers = importersFrom(url("chaos/campaigns/run-seed.ts"));
    const own = dependentsOf(url("src/domain/duration.ts"), importers);
    const isIn = (modules: { has(url: string): boolean }, files: readonly string[]): boolean[] =>
      files.map((file) => modules.has(url(file)));
    const showing = ["src/domain/duration.ts", "src/ledger/fleets.ts", "chaos/campaigns/run-seed.ts"];
    expect(isIn(own, showing)).toEqual([true, true, true]);
    const others = ["simulator/simulator.ts", "src/errors/errors.ts"];
    expect([isIn(importers, others), isIn(own, others)]).toEqual([
      [true, true],
      [false, false],
    ]);
    // Nothing but types: it is not there when the code runs.
    expect(importers.has(url("chaos/planted/planted-bug.ts"))).toBe(false);
    const unseen = PLANTED_BUGS.filter(
      ({ file }) => !dependentsOf(url(file), importers).has(url("chaos/campaigns/run-seed.ts")),
    );
    expect(unseen).toEqual([]);
  });

  test("every bug has a name of its own", () => {
    expect(new Set(PLANTED_BUGS.map(({ name }) => name)).size).toBe(PLANTED_BUGS.length);
  });
});

describe("the chaos finds what was planted", () => {
  const caught = readCaught();
  const keyOf = (bug: string | undefined, seed: number): string => `${bug ?? ""} ${seed}`;
  const answers = new Map<string, PlantedAnswer["violation"]>();

  beforeAll(async () => {
    const planted = PLANTED_BUGS.flatMap((bug): PlantedTask[] => {
      const seed = caught[bug.name]?.seed;
      return seed === undefined ? [] : [{ bug, seed }];
    });
    const clean = [...new Set(planted.map(({ seed }) => seed))].map((seed) => ({ bug: null, seed }));
    const tasks = [...clean, ...planted].values();
    await runPlanted(
      () => tasks.next().value,
      ({ bug, seed, violation }) => void answers.set(keyOf(bug?.name, seed), violation),
    );
  }, 1_200_000);

  test.each(PLANTED_BUGS)("$name", ({ name }) => {
    const seed = caught[name]?.seed ?? Number.NaN;
    expect(seed, `no seed is recorded; ${ANEW}`).toBeLessThanOrEqual(MOST_RUNS);
    expect(answers.get(keyOf(name, seed)), `seed ${seed} catches it no more; ${ANEW}`).toBeDefined();
    expect(answers.get(keyOf(undefined, seed)), `seed ${seed} is not clean without it`).toBeUndefined();
  });
});
