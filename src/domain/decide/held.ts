import { approvalHold } from "./approval/approval-hold.ts";
import { backOff } from "./attempts.ts";
import { brakeOn } from "./brakes.ts";
import type { DueTarget } from "./due-targets.ts";
import { exceptedReason } from "./excepted-reason.ts";
import type { FleetState, WantedTarget } from "./fleet-state.ts";
import type { Hold } from "./hold.ts";
import { needsPersonBlocker } from "./needs-person.ts";

/** What holds the target, whatever is to be served by it; null when nothing does. A wait for a failure is apart. */
export function holdOn(target: WantedTarget, state: FleetState): Hold | null {
  const { fleet, template, quarantined, except, live, hasInitialSize } = state;
  const unsettled = needsPersonBlocker(target, state);
  if (unsettled !== null) return { by: "needs-person", reason: unsettled, nextAt: null };
  const { image } = target;
  const reason = quarantined.get(image);
  if (reason !== undefined) {
    const wayOut = `moult quarantine lift ${image} --fleet ${fleet} --reason <text> lets it out`;
    return { by: "quarantine", reason: `${image} is quarantined: ${reason}; ${wayOut}`, nextAt: null };
  }
  const refused = exceptedReason({ fleet, template, target, live, except });
  if (refused !== null) return { by: "except", reason: refused, nextAt: null };
  if (live !== null || hasInitialSize) return null;
  const missing =
    "the fleet has no generation yet: adopt a group (moult fleet adopt), or declare capacity.initial";
  return { by: "no-generation", reason: missing, nextAt: null };
}

/** The same with the wait after failures, for a person's approval, for a window, and for the budget. */
export function holdOrWaitOn(due: DueTarget, state: FleetState, now: number): Hold | null {
  const { target } = due;
  const held = holdOn(target, state);
  if (held !== null) return held;
  const wait = backOff(state.attempts, target.image, now);
  if (wait) return { by: "back-off", ...wait };
  // Asked for while a window is closed, so that the answer is there when it opens.
  return approvalHold(due, state, now) ?? brakeOn(due, state, now);
}
