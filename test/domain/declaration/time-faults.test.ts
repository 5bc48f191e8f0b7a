import { describe, expect, test } from "vitest";
import { parseDeclaration } from "../../../src/domain/declaration/declaration.ts";
import { fleetSchema } from "../../../src/domain/declaration/fleet.ts";

const ARN = "arn:aws:elasticloadbalancing:eu-central-1:123456789012";
const WEIGHTED = `traffic: {strategy: alb-weighted, rule: "${ARN}:listener/app/web/0123/4567", targetGroups: [${ARN}:targetgroup/a/1, ${ARN}:targetgroup/b/2], steps: [10%, 50%, 100%], pause: 6h}`;
const textOf = (lines: string, traffic = "traffic: {strategy: none}"): string =>
  `fleet: web\ntemplate: lt-0abc\nimage: {channel: /images/web}\n${traffic}\n${lines}`;

function faultsOf(lines: string, traffic?: string): string[] {
  try {
    parseDeclaration(textOf(lines, traffic), "web.yml");
    return [];
  } catch (error) {
    return (error as Error).message.split("\n");
  }
}

test.each([
  ["the defaults", ""],
  ["a bake of hours with the default deadline", "bake: 5h"],
  ["a warm time of a week", "retire: {warm: 7d}"],
  ["pauses of hours", "", WEIGHTED],
  ["a green that is kept for ten hours", "onFailure: {keepGreen: 10h}"],
  ["a handoff of half a day", "retire: {handoff: {command: x, timeout: 12h}}"],
  [
    "a bake and a warm time of a week each",
    "bake: 7d\nretire: {warm: 7d, handoff: {command: x, timeout: 48h}}",
  ],
  ["a deadline as long as it may be", "deadlines: {rollout: 30d}"],
  [
    "an age that is just longer than all of it",
    "bake: 0s\nretire: {drain: 0s}\nage: {max: 301m, jitter: 20%}",
  ],
] as const)("works: %s", (_what, lines, ...traffic) => {
  expect(faultsOf(lines, ...traffic)).toEqual([]);
});

describe("cannot work, and is refused with the sum", () => {
  test("a part that may last longer than the whole", () => {
    expect(faultsOf("deadlines: {launch: 1d, validate: 2h, rollout: 5m}")).toEqual([
      "web.yml:5:48 deadlines.rollout: is shorter than its part deadlines.launch, 1d (5m); raise it to 1d at least, or shorten deadlines.launch",
      "web.yml:5:48 deadlines.rollout: is shorter than its part deadlines.validate, 2h (5m); raise it to 2h at least, or shorten deadlines.validate",
    ]);
  });

  test("a part that nobody wrote down: its default", () => {
    expect(faultsOf("deadlines: {rollout: 14m, validate: 5m}")).toEqual([
      expect.stringMatching(/deadlines\.rollout: is shorter than its part deadlines\.launch, 15m \(14m\)/),
    ]);
  });

  test("more than the machine waits for, with days for a person's yes before the first traffic, and none before launch", () => {
    const approved = (before: string): string[] =>
      faultsOf(
        `deadlines: {rollout: 20d}\nretire: {drain: 0s}\napproval: {before: ${before}, deadline: 14d}`,
      );
    expect(approved("launch")).toEqual([]);
    expect(approved("shift")).toEqual([
      expect.stringMatching(
        /deadlines\.rollout 20d \+ bake 15m \+ approval\.deadline 14d = 34d15m; shorten one of them$/,
      ),
    ]);
  });

  test("more than the machine waits for", () => {
    expect(faultsOf("deadlines: {rollout: 20d}\nbake: 7d\nretire: {drain: 0s, warm: 7d}")).toEqual([
      expect.stringMatching(
        /deadlines\.rollout: .* longer than 31d, after which its execution ends: deadlines\.rollout 20d \+ bake 7d \+ retire\.warm 7d = 34d; shorten one of them$/,
      ),
    ]);
  });

  test("an age that is over before a whole rollout is, waits and all", () => {
    expect(faultsOf("bake: 5h\nage: {max: 10h, jitter: 10%}", WEIGHTED)).toEqual([
      "web.yml:6:12 age.max: less its jitter of 10% is 9h, no longer than a whole rollout: deadlines.rollout 4h + 2 pauses 12h + bake 5h + retire.drain 5m = 21h5m (10h); raise it, or shorten one of them, else the fleet is too old again before it is new",
    ]);
  });

  test("an age that is over before its deadline alone is told once", () => {
    expect(faultsOf("age: {max: 2h}")).toEqual([expect.stringMatching(/age\.max: must leave more/)]);
  });

  test("all of it at once, beside what else is wrong", () => {
    const faults = faultsOf("deadlines: {launch: 1d, rollout: 5m}\nbake: 5h\nage: {max: 5h}\nbaek: 1m");
    expect(faults).toHaveLength(4);
    expect(faults.join("\n")).toMatch(
      /deadlines\.rollout: .*\n.*deadlines\.rollout: .*\n.*age\.max: .*\n.*baek: is not a known key/,
    );
  });
});

test("what was declared before is still carried out", () => {
  const declaration = {
    fleet: "web",
    template: "lt-0abc",
    image: { channel: "/images/web" },
    traffic: { strategy: "none" },
    deadlines: { launch: "1d", rollout: "5m" },
  };
  expect(fleetSchema.safeParse(declaration).success).toBe(true);
});
