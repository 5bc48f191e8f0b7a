import type { StepAnswer } from "../../../src/domain/run/step-answer.ts";
import type { Undone } from "../../../src/rollout/ending/undo-within-limit.ts";
import { forwardsTo } from "./fake-listener.ts";
import { A, B, BLUE, GREEN, groupOf } from "./fake-work.ts";

/** Blue of two servers and green of one. */
export const GROUPS = new Map([
  [BLUE, groupOf(BLUE, ["i-b1", "i-b2"])],
  [GREEN, groupOf(GREEN, ["i-g1"])],
]);
/** A record of two servers in which green was given this share long ago. */
export const set = (setPercent: number, agreeingReads = 0) => ({
  size: 2,
  traffic: { step: 1, setPercent, setAt: 5, observedPercent: null, agreeingReads },
});

/** A listener with these weights; null: the target group is not named. */
export const weights = (blue: number | null, green: number | null) =>
  forwardsTo([
    ...(blue === null ? [] : [{ TargetGroupArn: A, Weight: blue }]),
    ...(green === null ? [] : [{ TargetGroupArn: B, Weight: green }]),
  ]);
/** Health of targets by their id, the same in every target group. */
export const health = (states: Readonly<Record<string, string>>) => ({
  DescribeTargetHealth: () => ({
    TargetHealthDescriptions: Object.entries(states).map(([Id, State]) => ({
      Target: { Id },
      TargetHealth: { State },
    })),
  }),
});
/** States of the one target group at either group; null: not attached. */
export const attached = (blue: string | null, green: string | null) => ({
  DescribeTrafficSources: ({ AutoScalingGroupName: name }: Record<string, unknown>) => {
    const State = name === BLUE ? blue : green;
    return { TrafficSources: State === null ? [] : [{ Identifier: A, State }] };
  },
});
export const WELL = { "i-b1": "healthy", "i-b2": "healthy", "i-g1": "healthy" };

/** What the step answers, where nobody is called for. */
export function answered(answer: Undone | null): StepAnswer | null {
  if (answer !== null && "needsPerson" in answer) throw new Error(answer.needsPerson);
  return answer;
}
