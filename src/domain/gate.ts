import type * as z from "zod";
import type { MetricsOfPairs } from "./metrics/side-metrics.ts";

/** `stand`: green is not good, and blue fails the same at the same moment. That says nothing of the image. */
type Verdict = "pass" | "fail" | "wait" | "unknown" | "stand";

/** The fleets for which an image goes into quarantine that fails a gate: all, or only the one whose gate it is. */
export type Reach = "every-fleet" | "fleet";

/** How a gate that is not passed ends the rollout. */
export interface Ending {
  readonly imageAtFault: boolean;
  readonly reach?: Reach;
  /** By what the load balancer says, which it may say of blue a moment later, too. */
  readonly ofHealth?: boolean;
  /** The failure's name, where it is none of a gate. */
  readonly error?: string;
  /** Alarms that blame the image yet, if they go OK once green has no traffic. */
  readonly suspects?: readonly Suspect[];
  /** What waits is not counted before, milliseconds since 1970. */
  readonly countsFrom?: number;
}

/** An alarm that blames the image if it is OK within so many seconds of green's last traffic. */
export interface Suspect {
  readonly alarm: string;
  readonly seconds: number;
}

/** What a gate answers, with what a person needs to believe it. */
export interface GateVerdict {
  /** The gate's kind, with a suffix when a fleet has several of that kind: `command`, `command-2`. */
  readonly gate: string;
  readonly verdict: Verdict;
  readonly reason: string;
  /** What was measured and what it was measured against, in words: `5 of 6 healthy` against `6 of 6`. */
  readonly value: string;
  readonly threshold: string;
  /** Since when the condition has held without a break, milliseconds since 1970; null while it does not. */
  readonly since: number | null;
  /** Left out: with the image at fault, as far as the gate's kind reaches. */
  readonly ending?: Ending;
  /** What history is to keep of it, once: with the reason, which does not change while it is the same thing. */
  readonly remark?: {
    readonly action: "not-judged";
    readonly evidence: Readonly<Record<string, unknown>>;
  };
  /** Nothing speaks against green; there is not enough yet to speak for it. A step that lasts on anyway is not held up by it. */
  readonly isEarly?: boolean;
  /** When there is more to judge by, milliseconds since 1970; left out: at any time. */
  readonly nextAt?: number;
}

/** Since when green has traffic, and where. Milliseconds since 1970. */
export interface GreenTraffic {
  /** When it was given its first; null: it has had none yet. */
  readonly firstAt: number | null;
  /** Since when it has all of it; null: blue has a share. */
  readonly allAt: number | null;
  /** Green's own target groups, one of each pair; none where both sides share one, and where there is none. */
  readonly targetGroups: readonly string[];
}

/** An alarm, as CloudWatch has it. */
export interface AlarmReading {
  readonly name: string;
  /** `OK`, `ALARM` or `INSUFFICIENT_DATA`. */
  readonly state: string;
  readonly reason: string;
  /** Since when it is in that state, milliseconds since 1970 by CloudWatch's clock; null: not said. */
  readonly since: number | null;
  /** What CloudWatch says is wrong with its evaluation; null: nothing. */
  readonly trouble: string | null;
  /** Target groups that its dimensions name, as they do: `targetgroup/web-a/0123`. */
  readonly targetGroups: readonly string[];
  /** How many periods of so many seconds it evaluates; null where it has none, as a composite one. */
  readonly evaluation: { readonly periodSeconds: number; readonly periods: number } | null;
}

/** What can be known of green's servers. A gate names the one it needs; `src/rollout/gates/observe` finds it out. */
export interface Observations {
  /** Those `servers` of which EC2 answered something, with both of its status checks. */
  readonly instanceStatus: {
    readonly servers: readonly { readonly id: string; readonly state: string; readonly status: string }[];
  };
  /** Null where the fleet has no target group. */
  readonly targetHealth: {
    readonly targets: readonly {
      readonly id: string;
      readonly state: string;
      readonly reason: string | null;
    }[];
    /** Of several target groups: how many are healthy in the one that has fewest. */
    readonly least?: number;
  } | null;
  readonly command: {
    /** Servers whose agent is registered, where it was asked for: a command reaches no other. */
    readonly online: number | null;
    readonly targeted: number;
    readonly completed: number;
    /** Those on which it never arrived included. */
    readonly failed: number;
    readonly unreached: number;
    /** The first few failures, for people to read. */
    readonly failures: readonly { readonly id: string; readonly detail: string }[];
    /** Since when green's servers are to be asked. */
    readonly askedSince: number;
    /** Null: it is not sent yet. */
    readonly sentAt: number | null;
  };
  /** One answer a server: a status, or why there was none. */
  readonly http: {
    readonly answers: readonly {
      readonly id: string;
      readonly status: number | null;
      readonly error: string | null;
    }[];
  };
  /** Alarms that CloudWatch knows, of those asked for. */
  readonly alarms: { readonly alarms: readonly AlarmReading[] };
  /** Of both sides' target groups. */
  readonly metrics: MetricsOfPairs;
}

export interface GateContext {
  /** What this gate is called in this rollout. */
  readonly gate: string;
  /** How many servers green must have. */
  readonly servers: number;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** When its observation began: what it saw may be as old as that, where its process was paused in between. */
  readonly observedFrom: number;
  /** What the gate answered last as `since`. */
  readonly since: number | null;
  readonly traffic: GreenTraffic;
}

/**
 * One kind of gate. `judge` is pure: it sees what was observed and answers; what cannot be read is `unknown`, never
 * `pass`. A gate that is `watched` is judged again in every phase from the first traffic step until blue is released.
 */
export interface GateKind<Settings, Need extends keyof Observations> {
  readonly kind: string;
  readonly settings: z.ZodType<Settings>;
  readonly needs: Need;
  readonly watched: boolean;
  /**
   * Whether blue is judged by it, too, when green does not pass, and both stand if blue does not either: `always`, where it is
   * declared with `compare: true`, or `never`. A gate that judges both sides by itself answers `stand` by itself: `never`.
   */
  readonly comparison: "always" | "declared" | "never";
  readonly reach: Reach;
  judge(settings: Settings, observed: Observations[Need], context: GateContext): GateVerdict;
}
