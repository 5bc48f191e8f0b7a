import { expect, test } from "vitest";
import { headerLines } from "../../../cli/view/header.ts";
import type { FleetView } from "../../../src/views/fleet/fleet-view.ts";
import { NOON } from "../../support/cli/command-line.ts";
import { rollout } from "../../support/cli/records.ts";

test("of several rules each has a line, also one that is gone", () => {
  const elb = "arn:aws:elasticloadbalancing:eu-central-1:123456789012";
  const rules = {
    [`${elb}:listener/app/web/1/80`]: { setPercent: 50, observedPercent: 50 },
    [`${elb}:listener-rule/app/web/1/443/7`]: { setPercent: 50, observedPercent: null },
    [`${elb}:listener/app/inner/2/80`]: { setPercent: 10, observedPercent: null, isGone: true as const },
  };
  const traffic = { step: 1, setPercent: 50, setAt: NOON, observedPercent: 50, agreeingReads: 0, rules };
  const view: Partial<FleetView> = {
    fleet: "web",
    rollout: rollout({ phase: "ShiftTraffic", traffic }),
    steps: [10, 50, 100],
    entries: [],
    attention: [],
    unsent: null,
    retirements: [],
  };
  const lines = headerLines(view as FleetView, NOON).map((line) => line.map(({ text }) => text).join(""));
  expect(lines.slice(3, 7)).toEqual([
    "traffic  ██████████░░░░░░░░░░  green 50% set, 50% read back · step 2 of 3",
    "         listener/app/web/1/80  50% set, 50% read back",
    "         listener-rule/app/web/1/443/7  50% set, not read back yet",
    "         listener/app/inner/2/80  gone",
  ]);
});
