import { judgeErrors } from "../../src/domain/metrics/judge-errors.ts";
import type { SideMetrics } from "../../src/domain/metrics/side-metrics.ts";
import { drawCount } from "../../simulator/traffic/draws.ts";
import type { Random } from "../../simulator/world/random.ts";
import type { DrawnRelease } from "./draw-rollout.ts";

/** What came of a drawn rollout: at which share of the traffic it ended, and after how many periods of it. */
export interface DrawnOutcome {
  readonly ending: "through" | "blamed" | "rolled-back" | "undecided";
  readonly percent: number;
  readonly periods: number;
}

const STEPS = [10, 50, 100];
const LIMITS = { worseThanBlue: 2, max: 0.01, minRequests: 500 };
const REQUESTS_A_MINUTE = 6000;
const MINUTE = 60_000;
/** A step lasts until it may go on, a bake fifteen minutes; what holds it up for longer than that ends it. */
const leastPeriods = (percent: number): number => (percent < 100 ? 1 : 15);
const MOST_HELD = 15;
const PERIODS_BEFORE = 15;

/** Carries a drawn release through the steps and the bake by the gate's judge alone: each request met by chance. */
export function judgeDrawn(release: DrawnRelease, random: Random): DrawnOutcome {
  const [green, blue] = [emptySide(), emptySide()];
  let minute = 0;
  for (let before = 0; before < PERIODS_BEFORE; before += 1)
    measure(blue, minute++, { share: 1, rate: release.blue, random });
  for (const percent of STEPS) {
    const shareSince = minute * MINUTE;
    let held = 0;
    for (let periods = 1; held > 0 || periods <= leastPeriods(percent); periods += 1) {
      measure(green, minute, { share: percent / 100, rate: release.green, random });
      measure(blue, minute, { share: 1 - percent / 100, rate: release.blue, random });
      minute += 1;
      const observed = { shareSince, green, blue };
      const { verdict, ending } = judgeErrors(LIMITS, observed, (minute + 1) * MINUTE);
      held = verdict === "pass" ? 0 : held + 1;
      if (verdict === "fail") {
        const isBlamed = ending?.imageAtFault !== false;
        return { ending: isBlamed ? "blamed" : "rolled-back", percent, periods };
      }
      if (held > MOST_HELD) return { ending: "undecided", percent, periods };
    }
    // The step is set within a minute, which is no whole one of either share.
    minute += 1;
  }
  return { ending: "through", percent: 100, periods: leastPeriods(100) };
}

type Side = { readonly [Name in keyof SideMetrics]: Map<number, number> };

const emptySide = (): Side => ({
  requests: new Map(),
  errors: new Map(),
  latency: new Map(),
  hosts: new Map(),
});

function measure(
  side: Side,
  minute: number,
  { share, rate, random }: { readonly share: number; readonly rate: number; readonly random: Random },
): void {
  const requests = drawCount(REQUESTS_A_MINUTE, share, random);
  if (requests === 0) return;
  side.requests.set(minute * MINUTE, requests);
  const errors = drawCount(requests, rate, random);
  if (errors > 0) side.errors.set(minute * MINUTE, errors);
}
