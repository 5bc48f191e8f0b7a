import type { TargetGroupRecord, TargetRecord } from "../services/elbv2/state.ts";

/** Remembers at what rate each target of a target group was sent requests during the time that one request takes. */
export interface InFlight {
  /** Every target in the group's rotation got `perSecond` requests from `from` to `to` (milliseconds). */
  sent(groupArn: string, span: Span, perSecond: number): void;
  /** How many requests, a fraction included, a target has in hand at `now` that was sent some during `rotation`. */
  inHand(groupArn: string, rotation: Span, now: number): number;
}

export interface Span {
  readonly from: number;
  readonly to: number;
}

export function createInFlight(requestSeconds: number): InFlight {
  const window = requestSeconds * 1000;
  const pieces = new Map<string, (Span & { readonly perSecond: number })[]>();
  return {
    sent: (groupArn, span, perSecond) => {
      const kept = (pieces.get(groupArn) ?? []).filter((piece) => piece.to > span.to - window);
      pieces.set(groupArn, [...kept, { ...span, perSecond }]);
    },
    inHand: (groupArn, rotation, now) => {
      const from = Math.max(now - window, rotation.from);
      return (pieces.get(groupArn) ?? []).reduce((sum, piece) => {
        const seconds = (Math.min(rotation.to, piece.to) - Math.max(from, piece.from)) / 1000;
        return sum + Math.max(0, seconds) * piece.perSecond;
      }, 0);
    },
  };
}

/** When a registered target was last sent requests: until it began to drain or was found unhealthy, else until now. */
export function rotationOf(group: TargetGroupRecord, target: TargetRecord, now: number): Span {
  if (target.state === "healthy") return { from: target.stateSince, to: now };
  if (target.drainingSince !== null) return { from: target.registeredAt, to: target.drainingSince };
  const failsOpen = ![...group.targets.values()].some((each) => each.state === "healthy");
  if (failsOpen) return { from: target.registeredAt, to: now };
  return target.state === "unhealthy"
    ? { from: target.registeredAt, to: target.stateSince }
    : { from: now, to: now };
}
