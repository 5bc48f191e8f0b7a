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
  const isolated = isolate ? await isolable({ fleet, server }, { ledger, clock }) : null;
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

/** The server, and the generation that it has to be of. Throws InvalidInput where a rollout would replace the fleet for it. */
async function isolable(
  { fleet, server }: Pick<Asked, "fleet" | "server">,
  context: Pick<StepContext, "ledger" | "clock">,
): Promise<{ readonly server: string; readonly generation: number }> {
  if (server === null)
    throw new InvalidInput("one server is isolated: name it (--server i-…), or leave --isolate out");
  const state = await readState(fleet, context);
  const { live, recycle } = state ?? {};
  if (!live) throw new InvalidInput(`${fleet} has no live generation, so that no server of it is in traffic`);
  if (recycle === undefined)
    throw new InvalidInput(
      `${fleet} does not have single servers replaced: declare recycle, or put the server into standby yourself (aws autoscaling enter-standby)`,
    );
  const { servers, wholeFleetAt } = recycle;
  if (servers === null)
    throw new InvalidInput(
      `how many servers ${fleet} has is not known yet: the next scan counts them, within a quarter of an hour`,
    );
  if (100 > servers * wholeFleetAt)
    throw new InvalidInput(
      `one of ${servers} servers is more than recycle.wholeFleetAt (${wholeFleetAt}%), so that the whole fleet would be replaced: declare 100%`,
    );
  return { server, generation: live.number };
}
