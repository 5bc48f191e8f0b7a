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
 * Lets a write pass only in the step's own time, under the fleet's live lease with the newest fence, and while nothing is
 * frozen: throws StepOverdue, LeaseLost, OutsideLease or Frozen. Lease and freeze are read anew before every attempt. A ledger that
 * cannot be read stops the write. A rollback changes things too, so a freeze stops RollBack.
 */
export const guard = ({ ledger, clock, claim, until }: GuardOptions): AwsMiddleware => ({
  name: "guard",
  async handle(command, call, next) {
    if (commandKind(command) === "read") return next(call);
    const now = clock.now();
    if (now >= until)
      throw new StepOverdue(`${actionOf(command)} was not sent: the step's time is up. It is tried again`);
    const [freeze] = await Promise.all([
      activeFreeze(ledger, claim.fleet, now),
      checkLease(ledger, { ...claim, now }),
      assertInScope({ claim, command, input: call.input }, ledger),
    ]);
    if (freeze === undefined) return next(call);
    const what = freeze.scope === "account" ? "every fleet" : `fleet ${claim.fleet}`;
    throw new Frozen(
      `${actionOf(command)} was not sent: ${freeze.by} froze ${what} (${freeze.reason}). It goes on when the freeze is lifted`,
    );
  },
});
