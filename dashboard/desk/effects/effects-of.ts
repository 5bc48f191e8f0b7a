import type { ActName } from "../../wire/acts.ts";
import type { Facts } from "../facts.ts";
import type { Effects } from "./effects.ts";
import { answerEffects, retryEffects, settleEffects } from "./fleet-effects.ts";
import { freezeEffects, unfreezeEffects } from "./freeze-effects.ts";
import { steeringEffects } from "./steering-effects.ts";

/** What each act comes to on a fleet as it stands. */
export const effectsOf = {
  freeze: freezeEffects,
  unfreeze: unfreezeEffects,
  pause: (facts) => steeringEffects("pause", facts),
  resume: (facts) => steeringEffects("resume", facts),
  promote: (facts) => steeringEffects("promote", facts),
  abort: (facts) => steeringEffects("abort", facts),
  rollback: (facts) => steeringEffects("rollback", facts),
  approve: (facts) => answerEffects("approve", facts),
  reject: (facts) => answerEffects("reject", facts),
  retry: retryEffects,
  "settle-blue": (facts) => settleEffects("blue", facts),
  "settle-green": (facts) => settleEffects("green", facts),
} as const satisfies Readonly<Partial<Record<ActName, (facts: Facts) => Effects>>>;

/** Acts that are about one fleet, and come to what it is. */
export type FleetAct = keyof typeof effectsOf;
