import type { Clock } from "../../domain/clock.ts";
import { InvalidInput } from "../../errors/errors.ts";
import { appendEntry, type Entry } from "../../ledger/entries.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { commandKind } from "../command-kinds.ts";
import { type AwsMiddleware, actionOf, type Call } from "./aws-middleware.ts";

interface TraceOptions {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly fleet: string;
  readonly run: string | null;
  readonly actor: string;
  readonly phase: string | null;
  /** Why the change is made that is about to be sent; undefined: nobody said. */
  reasonNow():
    | { readonly reason: string; readonly evidence: Readonly<Record<string, unknown>> | null }
    | undefined;
  /** Called with the action of every call that is sent, reads included: `DescribeRules`. */
  readonly count: (action: string) => void;
}

/**
 * Writes each write down before it is sent, with its reason and what is asked for, because its answer may be lost;
 * and once more when it failed. A write that has no reason, or that cannot be written down, is not sent: throws
 * InvalidInput for the former. Every attempt has its own entry.
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
  const said = options.reasonNow();
  if (said === undefined)
    throw new InvalidInput(`${action} was not sent: nobody said why. Make the change inside withReason`);
  const { reason, evidence } = said;
  const subject = subjectOf(input);
  return {
    at: options.clock.now(),
    fleet: options.fleet,
    rollout: options.run,
    phase: options.phase,
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
    // The caller throws the error of the call itself.
  }
}

/** Members of a request that name what it changes, the most specific first. */
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
