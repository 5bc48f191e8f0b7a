import type { GreenTraffic } from "../../domain/gate.ts";
import { targetGroupsOf } from "../../domain/generation.ts";
import type { Work } from "../work.ts";

/** Since when green has traffic, as the record says. Servers that pull work from when they are launched, beside blue's until the end. */
export function greenTraffic({ run, strategy, green }: Work<never>): GreenTraffic {
  const { milestones, traffic } = run();
  const { setPercent, observedPercent, setAt } = traffic;
  const hasAll = setPercent === 100 && observedPercent === 100;
  const isPulling = strategy.source.kind === "nothing";
  // A record of before that was kept has the last step's; what blue took back before the first step is none.
  const ofStep = setPercent > 0 ? setAt : null;
  const firstAt = isPulling ? green?.createdAt : (milestones["first-traffic"] ?? ofStep);
  return {
    firstAt: firstAt ?? null,
    allAt: !isPulling && hasAll ? setAt : null,
    targetGroups: green ? targetGroupsOf(green) : [],
  };
}
