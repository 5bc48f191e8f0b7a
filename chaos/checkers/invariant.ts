import type { CallRecord } from "../../simulator/calls/call-log.ts";
import type { Denial } from "../../simulator/iam/enforce-iam.ts";
import type { WorldEvent } from "../../simulator/world/world.ts";
import type { Generation } from "../../src/domain/generation.ts";
import type { RecycleRecord } from "../../src/domain/run/recycle.ts";
import type { RetirementRecord } from "../../src/domain/run/retirement.ts";
import type { RolloutRecord } from "../../src/domain/run/rollout.ts";
import type { Lease } from "../../src/ledger/leases.ts";
import type { Entry } from "../../src/ledger/entries.ts";
import type { Invocation } from "../processes/invocation.ts";
import type { FindingRecord, LedgerView } from "../world/ledger-view.ts";
import type { CheckerInput, OutcomeInput } from "./checker-input.ts";
import type { JudgedSeconds } from "./judged/judged-time.ts";

/** A property that always holds. Each hook answers what is wrong, or undefined. Of outcomes alone it asks for less. */
export interface Invariant<Input extends OutcomeInput = CheckerInput> {
  readonly name: string;
  /** Judges a change before it is carried out. */
  readonly change?: (change: Change, input: Input) => string | undefined;
  /** Judges the world after something happened in it. */
  readonly worldEvent?: (worldEvent: WorldEvent, input: Input) => string | undefined;
  /** Judges a decision of a rollout right after it was written down. */
  readonly decided?: (decision: Decision, input: Input) => string | undefined;
  /** Judges a write of one invocation right after the ledger took it. */
  readonly wrote?: (write: Wrote, input: Input) => string | undefined;
  /** Judges what an invocation left when it has answered. */
  readonly answered?: (invocation: Invocation, input: Input) => string | undefined;
  /** Judges a call that a function's role does not grant. */
  readonly denied?: (task: string, denial: Denial) => string | undefined;
  /** Judges the ledger after a write. */
  readonly written?: (sort: string, input: Input) => string | undefined;
  /** Of one that judges what stands: for how long there was something to judge, and for how long it did. */
  readonly judged?: () => JudgedSeconds;
  /** Judges the world at quiescence: nothing runs any more. */
  readonly quiescent?: (input: Input) => string | undefined;
}

/** A change that the control plane asks AWS for, as it arrives and before it is carried out. */
export interface Change {
  readonly call: Readonly<Omit<CallRecord, "outcome">>;
  readonly invocation: Invocation;
  /** The rollout it is made for, or that released what a retirement takes down; undefined: it is made for none. */
  readonly rollout: RolloutRecord | undefined;
  /** The recycle it is made for; undefined: it is made for none. */
  readonly recycle: RecycleRecord | undefined;
  /** The retirement it is made for; undefined: it is made for none. */
  readonly retirement: RetirementRecord | undefined;
  /** When the request left the process, and how lease and freezes stood then. */
  readonly sent: Sent;
  /** What the invocation wrote down for it: the oldest entry that it had not sent yet. */
  readonly entry: Invocation["recorded"][number] | undefined;
  /** The earliest instant that anything the invocation has read may speak of. */
  readonly since: number;
}

export interface Sent {
  readonly at: number;
  /** As it stood when the request left, and, if it changed hands at that very instant, as it stood before. */
  readonly leases: readonly (Lease | undefined)[];
  readonly frozen: boolean;
}

/** A decision that the control plane has just written down. */
export interface Decision {
  readonly entry: Entry;
  /** The rollout it is about, as the ledger has it. */
  readonly rollout: RolloutRecord;
  /** The earliest instant that anything the invocation has read may speak of. */
  readonly since: number;
}

/** A write of one invocation; what it has read to make it was true at some instant since the invocation began. */
export interface Wrote {
  readonly partition: string;
  readonly sort: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** What the ledger had there before; undefined: nothing. Of rollouts, generations, findings and of what is wanted. */
  readonly before: RolloutRecord | Generation | FindingRecord | LedgerView["wanted"] | undefined;
  readonly invocation: Invocation;
}

/** The rollout whose record the write begins; undefined: it begins none. */
export const admittedBy = ({ sort, body, before }: Wrote): RolloutRecord | undefined =>
  sort.startsWith("rollout#") && before === undefined ? (body as unknown as RolloutRecord) : undefined;

/** The decision to start an execution of the machine that the write tells of. */
export const startedBy = (
  { sort, body }: Wrote,
  machine: "rollout" | "recycle" = "rollout",
): Entry | undefined => {
  const entry = body as unknown as Entry;
  return sort.startsWith("entry#") && entry.action === `start-${machine}` ? entry : undefined;
};
