import { parseDuration } from "../../../src/domain/duration.ts";
import type { Finding } from "../../../src/domain/findings/finding.ts";
import type { FindingRecord } from "../../world/ledger-view.ts";
import type { CheckerInput } from "../checker-input.ts";
import type { Wrote } from "../invariant.ts";
import type { KnownServer } from "./server-tracker.ts";

/** EC2 tells whole seconds, and a clock may be five ahead. */
const SKEW_MS = 6000;

interface Limits {
  readonly max: number;
  readonly jitter: number;
}

function limitsOf({ plan }: CheckerInput): Limits | undefined {
  const { age } = plan.fleet;
  return age && { max: (parseDuration(age.max) ?? 0) * 1000, jitter: Number.parseInt(age.jitter, 10) / 100 };
}

/** Whether the server was over its greatest age, whatever its jitter, by then. */
export function isSurelyOld({ launchedAt }: KnownServer, by: number, input: CheckerInput): boolean {
  const limits = limitsOf(input);
  return limits !== undefined && launchedAt + limits.max < by;
}

/** An age is counted from the first launch, and is due between the greatest one less all of its jitter and that. */
export function dueFault(
  name: string,
  { dueAt }: Finding,
  { launchedAt }: KnownServer,
  input: CheckerInput,
): string | undefined {
  const limits = limitsOf(input);
  if (limits === undefined) return `${name}: no age is declared`;
  const after = dueAt - launchedAt;
  if (after > limits.max || after < limits.max * (1 - limits.jitter) - SKEW_MS)
    return `${name}: due ${after / 1000} s after its launch`;
  return dueAt > input.world.now() + SKEW_MS ? `${name}: it is found before it is due` : undefined;
}

/** So many servers that are due at the very same age are no chance. */
const TOO_MANY = 3;

/** With jitter, each server is due at an age of its own. `offsets`: how old each is when it is due. */
export function spreadFault(
  { body }: Wrote,
  offsets: Map<string, number>,
  input: CheckerInput,
): string | undefined {
  const { finding } = body as unknown as FindingRecord;
  const server = input.servers.find(finding?.server ?? "");
  if (finding?.kind !== "age" || server === undefined || (limitsOf(input)?.jitter ?? 0) === 0)
    return undefined;
  const second = Math.floor(server.launchedAt / 1000) * 1000;
  const offset = finding.dueAt - second;
  offsets.set(finding.server, offset);
  const same = [...offsets].filter(([, each]) => each === offset);
  return same.length >= TOO_MANY
    ? `${same.map(([id]) => id).join(", ")} are all due at the same age`
    : undefined;
}
