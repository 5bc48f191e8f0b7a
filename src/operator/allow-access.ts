import { isolation } from "../domain/access/isolation.ts";
import { type AccessAllowance, isolationFinding } from "../domain/access/login.ts";
import { InvalidInput } from "../errors/errors.ts";
import { appendDecision } from "../ledger/entries.ts";
import { putFinding } from "../ledger/findings.ts";
import { keepAllowance } from "../ledger/found/access-allowed.ts";
import { readState } from "../rollout/convergence/read-state.ts";
import type { StepContext } from "../step/step.ts";

/** Whoever may go in for longer has another need than to look. */
const LONGEST_SECONDS = 86_400;
const SHORTEST_SECONDS = 60;

interface Asked {
  readonly fleet: string;
  /** An instance's id; null: any server of the fleet. */
  readonly server: string | null;
  readonly by: string;
  readonly reason: string;
  /** From now on. */
  readonly seconds: number;
  /** The server is out of traffic meanwhile, and replaced afterwards. */
  readonly isolate?: boolean | undefined;
}

/**
 * Gives leave to log into servers of a fleet: who comes meanwhile is told of, and no server is replaced for it. A login that was
 * before is not made good. With `isolate` one server is taken out of traffic by a recycle, whose substitute serves first, and goes when the
 * leave is over. Throws InvalidInput for less than a minute or more than a day, and where a server cannot be isolated.
 */
export async function allowAccess(
  { fleet, server, by, reason, seconds, isolate = false }: Asked,
  { ledger, clock }: Pick<StepContext, "ledger" | "clock">,
): Promise<AccessAllowance> {
  if (seconds < SHORTEST_SECONDS || seconds > LONGEST_SECONDS)
    throw new InvalidInput("leave to log in is given for a minute at least and a day at most, such as 2h");
  const isolated = isolate ? isolation({ fleet, server }, await readState(fleet, { ledger, clock })) : null;
  if (isolated !== null && "fault" in isolated) throw new InvalidInput(isolated.fault);
  const at = clock.now();
  const given = { server, by, reason, at, until: at + seconds * 1000 };
  const allowance: AccessAllowance = isolated === null ? given : { ...given, isolate: true };
  const subject = server === null ? {} : { subject: server };
  const about = { at, fleet, action: "allow-access", reason, actor: by, ...subject };
  const evidence = { until: allowance.until, ...(isolated !== null && { isolate: true }) };
  await appendDecision(ledger, { ...about, evidence });
  await keepAllowance(ledger, fleet, allowance);
  if (isolated !== null) await putFinding(ledger, fleet, isolationFinding(allowance, isolated), at);
  return allowance;
}
