import { type Account, arrive } from "../calls/call-executor.ts";
import { throughTime } from "../through-time.ts";
import { type DirectCall, type DirectOutcome, readDirectCall } from "./read-direct-call.ts";

/** Carries a call into the account without writing it for the network. An error that AWS answers is an answer. */
export type DirectWay = (call: DirectCall) => Promise<DirectOutcome>;

/**
 * The way around the wire: what both ends see is what they would see over it, in the same time, and the SDK's own work
 * (most of a call's cost) is left out.
 */
export const directWay =
  (account: Account, latencySeconds: number, caller: string): DirectWay =>
  (call) =>
    throughTime(account, latencySeconds, () =>
      arrive(account, caller, (requestId) => readDirectCall(call, account.services, requestId)),
    );

/** What a client's stack hands back for a call. */
export interface DirectAnswer {
  readonly output: object;
  readonly response: undefined;
}

/** What the SDK's command makes of it: its output, or the error that it throws. */
export async function answerDirectly(way: DirectWay, call: DirectCall): Promise<DirectAnswer> {
  const outcome = await way(call);
  if ("error" in outcome) throw outcome.error;
  return { output: outcome.output, response: undefined };
}
