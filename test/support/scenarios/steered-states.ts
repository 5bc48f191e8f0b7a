import { freeze, lift } from "../../../src/ledger/freezes.ts";
import type { Deed } from "../../../src/domain/steering/do-input.ts";
import type { ScenarioPlan, Web } from "./harness.ts";
import { TWO_HOURS } from "./terminate-hook.ts";

/** A rollout that stands in each of its phases for long enough to be steered. */
export const STEERED: ScenarioPlan = {
  servers: 2,
  traffic: { steps: ["50%", "100%"], pause: "3m" },
  declaration: { bake: "5m", retire: { drain: "10s", warm: "10m" } },
};

/** How somebody's fleet comes to stand so. */
export interface SteeredState {
  readonly reach: (web: Web) => Promise<unknown>;
  /** What lets it go on afterwards. */
  readonly after?: (web: Web) => Promise<unknown>;
  readonly plan?: Partial<ScenarioPlan>;
}

const begun = (web: Web): Promise<string> => web.publish();
const entered = (state: "ObserveGreen" | "ValidateGreen" | "Bake"): SteeredState => ({
  reach: async (web) => {
    await begun(web);
    await web.until(state);
    await web.simulator.clock.sleep(1000);
  },
});
const shifted = async (web: Web): Promise<void> => {
  await begun(web);
  await web.untilShifted(50);
  await web.simulator.clock.sleep(2000);
};
/** Until a milestone is passed. */
const passed = async (web: Web, milestone: "warm" | "blue-released"): Promise<void> => {
  await begun(web);
  while ((await web.rollouts())[0]?.milestones[milestone] === undefined)
    await web.simulator.clock.sleep(1000);
};

/** By name: what runs, and how far it is. */
export const STATES = {
  "nothing has run": { reach: async () => undefined },
  "a rollout has succeeded": { reach: (web) => begun(web).then(() => web.settled()) },
  "green comes up": entered("ObserveGreen"),
  "green is validated": entered("ValidateGreen"),
  "half of the traffic is on green": { reach: shifted },
  "green bakes": entered("Bake"),
  "blue is warm": { reach: (web) => passed(web, "warm") },
  "it is paused": { reach: (web) => shifted(web).then(() => web.steer("pause", { seconds: 1200 })) },
  "it is promoted": { reach: (web) => shifted(web).then(() => web.steer("promote")) },
  "it is frozen": {
    reach: async (web) => {
      await shifted(web);
      const since = web.simulator.clock.now();
      await freeze(web.ledger, { fleet: "web", reason: "a sale", by: "ada", since, until: null });
    },
    after: ({ ledger }) => lift(ledger, "web"),
  },
  "it rolls back": { reach: (web) => shifted(web).then(() => web.abort()) },
  "blue is released": {
    reach: (web) => passed(web, "blue-released"),
    plan: { group: TWO_HOURS, declaration: { retire: { drain: "10s" } } },
  },
} as const satisfies Readonly<Record<string, SteeredState>>;
export type StateName = keyof typeof STATES;

/** What else an act is given. */
export const SAID: Readonly<Partial<Record<Deed, Readonly<Record<string, string>>>>> = {
  pause: { for: "10m" },
  settle: { keep: "green" },
  freeze: { for: "5m" },
};
