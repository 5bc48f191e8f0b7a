import type { Clock } from "../../domain/clock.ts";
import { appendEntry, type Entry } from "../../ledger/entries.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { commandKind } from "../command-kinds.ts";
import { type AwsMiddleware, actionOf, type Call } from "./aws-middleware.ts";

interface TraceOptions {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly fleet: string;
  readonly rollout: string | null;
  readonly actor: string;
  /** Why the next changes are made, and during which phase; asked before each of them. */
  why(): {
    readonly reason: string;
    readonly phase: string | null;
    readonly evidence?: Readonly<Record<string, unknown>> | undefined;
  };
  /** Called with the action of every call that is sent, reads included: `DescribeRules`. */
  readonly count: (action: string) => void;
}

/**
 * Writes each write down before it is sent, with its reason and what is asked for, because its answer may be lost;
 * and once more when it failed. A write that cannot be written down is not sent. Every attempt has its own entry.
 */
export const trace = (options: TraceOptions): AwsMiddleware => ({
  name: "trace",
  async handle(command, call, next) {
    const action = actionOf(command);
    if (commandKind(command) === "read") {
      options.count(action);
      return next(call);
    }
    const entry = entryOf(action, call, options);
    await appendEntry(options.ledger, entry);
    options.count(action);
    try {
      return await next(call);
    } catch (error) {
      await recordFailure(error, entry, options);
      throw error;
    }
  },
});

function entryOf(action: string, { input }: Call, options: TraceOptions): Entry {
  const { reason, phase, evidence } = options.why();
  const subject = subjectOf(input);
  return {
    at: options.clock.now(),
    fleet: options.fleet,
    rollout: options.rollout,
    phase,
    kind: "call",
    reason,
    action,
    ...(subject !== undefined && { subject }),
    // An entry is plain JSON; a date of a request becomes text.
    evidence: { ...evidence, request: JSON.parse(JSON.stringify(input)) as unknown },
    actor: options.actor,
  };
}

/** The entry before the call stands; when this second one cannot be written, the call's own error is what matters. */
async function recordFailure(error: unknown, entry: Entry, { ledger, clock }: TraceOptions): Promise<void> {
  const { name, message } = error instanceof Error ? error : { name: "Error", message: String(error) };
  try {
    await appendEntry(ledger, { ...entry, at: clock.now(), evidence: { error: name, message } });
  } catch {
    // What failed to be told is thrown by the caller.
  }
}

/** Members of a request that name what it changes, the most telling first. */
const SUBJECTS = ["AutoScalingGroupName", "RuleArn", "ListenerArn", "LaunchTemplateId", "name"] as const;

function subjectOf(input: object): string | undefined {
  const { Targets, ...members } = input as Record<string, unknown> & { readonly Targets?: unknown };
  for (const name of SUBJECTS) {
    const value = members[name];
    if (typeof value === "string" && value !== "") return value;
  }
  const [target] = Array.isArray(Targets) ? (Targets as { readonly Values?: readonly string[] }[]) : [];
  return target?.Values?.[0];
}
