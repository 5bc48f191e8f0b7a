import type * as z from "zod";

type Verdict = "pass" | "fail" | "wait" | "unknown";

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
  readonly alarms: {
    readonly alarms: readonly { readonly name: string; readonly state: string; readonly reason: string }[];
  };
}

export interface GateContext {
  /** What this gate is called in this rollout. */
  readonly gate: string;
  /** How many servers green must have. */
  readonly servers: number;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** What the gate answered last as `since`. */
  readonly since: number | null;
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
  judge(settings: Settings, observed: Observations[Need], context: GateContext): GateVerdict;
}
