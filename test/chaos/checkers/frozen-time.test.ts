import { expect, test } from "vitest";
import type { CheckerInput } from "../../../chaos/checkers/checker-input.ts";
import { openFrozenTime } from "../../../chaos/checkers/declared/frozen-time.ts";
import { asDeclared } from "../../../chaos/checkers/invariants/outcomes/as-declared.ts";
import type { Decision } from "../../../chaos/checkers/invariant.ts";
import type { FleetDeclaration } from "../../../src/domain/declaration/fleet.ts";
import { rollout } from "../../support/cli/records.ts";
import { ALB } from "../../support/rollout/fake-work.ts";

const declaration = {
  fleet: "web",
  template: "lt-0abc",
  image: { channel: "/images/web" },
  traffic: ALB,
  bake: "30m",
  retire: { warm: "1h" },
} as FleetDeclaration;

/** A world that is frozen from one second to another, seen by writes at both. */
function frozenFrom(from: number, to: number, action = "", until: number | null = null) {
  const world = { seconds: 0 };
  const input = {
    view: { freezes: new Map(), decisions: new Map([["web-1", [{ action, at: 0 }]]]) },
    world: { now: () => world.seconds * 1000 },
  } as unknown as CheckerInput;
  const look = (see: (seen: CheckerInput) => unknown): void => {
    world.seconds = from;
    input.view.freezes.set("web", { until: until === null ? null : until * 1000 } as never);
    see(input);
    world.seconds = to;
    input.view.freezes.clear();
    see(input);
  };
  return { input, look };
}

test("counts what is frozen for longer than two polls, until it is lifted or has run out", () => {
  const lasted = (from: number, to: number, until: number | null = null): number => {
    const frozen = openFrozenTime();
    frozenFrom(from, to, "", until).look((input) => frozen.look(input));
    return frozen.between(0, 5_000_000) / 1000;
  };
  expect(lasted(600, 1200)).toBe(600 - 165);
  expect(lasted(600, 1200, 1000)).toBe(400 - 165);
  expect(lasted(600, 765)).toBe(0);
});

test("the bake and the warm time go on after a freeze as if it had not been", () => {
  const after = (action: string, at: number) => {
    const before = action === "release" ? "Bake passed" : "ShiftTraffic passed";
    const { input, look } = frozenFrom(600, 1200, before);
    const { written, decided } = asDeclared();
    look((seen) => written?.("freeze", seen));
    const entry = { action, at: at * 1000 };
    return decided?.({ entry, rollout: rollout({ declaration }) } as unknown as Decision, input);
  };
  expect(after("Bake passed", 1800 + 600 - 165)).toBeUndefined();
  expect(after("Bake passed", 1800 + 600 - 165 - 16)).toMatch(/^it baked 1784000 ms/);
  expect(after("release", 3600 + 600 - 165)).toBeUndefined();
  expect(after("release", 3600 + 600 - 165 - 16)).toMatch(/^blue was warm for 3584000 ms/);
});
