import { createRandom, type Random } from "../../../simulator/world/random.ts";
import { LOGIN_CALLS, type LoginPlan, type Plan } from "../plan.ts";

/** So many runs have people who log in. */
const SHARE = 0.15;

/** Some runs have people who log into servers, and a declaration that says what comes of it. */
export function drawLogins(
  seed: number,
  { fleet, faultySeconds }: Pick<Plan, "fleet" | "faultySeconds">,
): Pick<Plan, "fleet" | "logins"> {
  const random = createRandom(seed);
  if (!random.chance(SHARE) || fleet.servers === 0) return { fleet };
  const session = random.chance(0.7) ? ("replace" as const) : ("report" as const);
  const access = { session, after: random.pick(["0s", "5m", "30m"]) };
  const logins = Array.from({ length: random.integer(1, 4) }, () => drawLogin(random, faultySeconds));
  return { fleet: { ...fleet, access }, logins };
}

const drawLogin = (random: Random, faultySeconds: number): LoginPlan => ({
  afterSeconds: random.integer(1, faultySeconds),
  place: random.fraction(),
  call: random.pick(LOGIN_CALLS),
  isRefused: random.chance(0.15),
  leaveSeconds: random.chance(0.3) ? random.integer(60, 1800) : null,
});
