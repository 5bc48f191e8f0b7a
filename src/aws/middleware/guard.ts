import type { Clock } from "../../domain/clock.ts";
import { Frozen, StepOverdue } from "../../errors/errors.ts";
import { activeFreeze } from "../../ledger/freezes.ts";
import { checkLease, type LeaseClaim } from "../../ledger/leases.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { commandKind } from "../command-kinds.ts";
import { type AwsMiddleware, actionOf } from "./aws-middleware.ts";
import { assertInScope } from "./lease-scope.ts";

interface GuardOptions {
  readonly ledger: Ledger;
  readonly clock: Clock;
  /** Under whose lease changes are made. */
  readonly claim: LeaseClaim;
  /** Milliseconds since 1970 from which on the step's time is up. */
  readonly until: number;
}

/**
 * A check that took longer is made again: what it says was so when it was asked, and a read of DynamoDB's may hang for 15 s.
 * Much less than the margin between two clocks (CLOCK_MARGIN_MS), which is for the request itself.
 */
const OLDEST_CHECK_MS = 1000;

/**
 * Lets a write pass only in the step's own time, under the fleet's live lease with the newest fence, and while nothing is
 * frozen: throws StepOverdue, LeaseLost, OutsideLease or Frozen. Lease and freeze are read anew before every attempt, and again
 * while the answers are late. A ledger that cannot be read stops the write. A rollback changes things too, so a freeze stops RollBack.
 */
export const guard = (options: GuardOptions): AwsMiddleware => ({
  name: "guard",
  async handle(command, call, next) {
    if (commandKind(command) === "read") return next(call);
    const { clock } = options;
    let askedAt: number;
    do {
      askedAt = clock.now();
      await assertAllowed(command, call.input, { ...options, now: askedAt });
    } while (clock.now() - askedAt > OLDEST_CHECK_MS);
    return next(call);
  },
});

async function assertAllowed(
  command: string,
  input: object,
  { ledger, claim, until, now }: GuardOptions & { readonly now: number },
): Promise<void> {
  if (now >= until)
    throw new StepOverdue(`${actionOf(command)} was not sent: the step's time is up. It is tried again`);
  const [freeze] = await Promise.all([
    activeFreeze(ledger, claim.fleet, now),
    checkLease(ledger, { ...claim, now }),
    assertInScope({ claim, command, input }, ledger),
  ]);
  if (freeze === undefined) return;
  const what = freeze.scope === "account" ? "every fleet" : `fleet ${claim.fleet}`;
  const error = new Frozen(
    `${actionOf(command)} was not sent: ${freeze.by} froze ${what} (${freeze.reason}). It goes on when the freeze is lifted`,
  );
  error.scope = freeze.scope;
  throw error;
}
