import type { Traffic } from "./traffic-settings.ts";

/** An action of a listener or rule, in the form in which Elastic Load Balancing gives and takes it. */
export interface ListenerAction {
  readonly Type?: string | undefined;
  readonly Order?: number | undefined;
  readonly TargetGroupArn?: string | undefined;
  readonly ForwardConfig?:
    | {
        readonly TargetGroups?:
          | readonly { readonly TargetGroupArn?: string | undefined; readonly Weight?: number | undefined }[]
          | undefined;
        readonly TargetGroupStickinessConfig?:
          | { readonly Enabled?: boolean | undefined; readonly DurationSeconds?: number | undefined }
          | undefined;
      }
    | undefined;
}

/** Whose traffic it is about. `blue` is null for a first generation. */
export interface TrafficSides {
  readonly blue: { readonly group: string; readonly targetGroup: string | null } | null;
  readonly green: { readonly group: string; readonly targetGroup: string | null };
}

/** Where the truth about traffic is read, and what is read there. */
export type TrafficSource =
  | { readonly kind: "actions"; readonly arn: string }
  | { readonly kind: "attachments"; readonly targetGroup: string }
  | { readonly kind: "nothing" };
export type ObservedTraffic =
  | { readonly kind: "actions"; readonly actions: readonly ListenerAction[] }
  /** States of the target group as a traffic source of each group (`InService` …); null: not attached. */
  | { readonly kind: "attachments"; readonly blue: string | null; readonly green: string | null }
  | { readonly kind: "nothing" };

/** A change to make, as data; `src/rollout/traffic/traffic.ts` makes it. */
export type TrafficChange =
  | { readonly kind: "write-actions"; readonly arn: string; readonly actions: readonly ListenerAction[] }
  | { readonly kind: "attach" | "detach"; readonly group: string; readonly targetGroup: string };

/** Where traffic shall go. */
export interface TrafficMove {
  /** Green's share. */
  readonly percent: number;
  readonly sides: TrafficSides;
  /**
   * The side that goes for good. Weight 0 does not end sticky sessions, but a target group that is named no more does
   * (aws-facts 1.4): where clients stick, this side is left out.
   */
  readonly leaves?: "blue" | "green";
  /** The side whose servers go next: it is left out whether clients stick or not. */
  readonly retires?: "blue" | "green";
  /** The fleet has no servers now, so none has to answer before the other side goes. */
  readonly empty?: boolean;
}

/** Green's share as it was read, percent, or why it cannot be told. */
export type TrafficReading = { readonly percent: number } | { readonly unreadable: string };

/**
 * One way to move traffic. Members are pure: they say where to look, judge what was seen, and answer the change that
 * would give green `percent` of the traffic (none when it has it already).
 */
export interface TrafficStrategy<T extends Traffic> {
  readonly strategy: T["strategy"];
  /** Green's shares, ascending, the last 100. */
  steps(traffic: T): readonly number[];
  /** Green's shares on the way back, descending, the last 0: each lower one is taken when blue can carry it. */
  readonly rollbackSteps: readonly number[];
  pauseSeconds(traffic: T): number;
  /** The target group that green's servers are launched into; null: none until traffic moves. */
  launchTargetGroup(traffic: T, blueTargetGroup: string | null): string | null;
  /** The target group that says whether green is healthy; null: there is none to ask. */
  source(traffic: T): TrafficSource;
  read(traffic: T, observed: ObservedTraffic, sides: TrafficSides): TrafficReading;
  change(traffic: T, observed: ObservedTraffic, move: TrafficMove): TrafficChange[];
}
