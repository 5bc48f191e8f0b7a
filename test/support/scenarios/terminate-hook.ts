import { retirements } from "../../../src/ledger/runs/retirements.ts";
import type { Web } from "./harness.ts";

/** A server that ships its last work before it goes: nobody completes the hook, so it takes all of its time. */
export const hook = (seconds: number, result: "CONTINUE" | "ABANDON" = "CONTINUE") => ({
  LifecycleHookSpecificationList: [
    {
      LifecycleHookName: "drain-jobs",
      LifecycleTransition: "autoscaling:EC2_INSTANCE_TERMINATING",
      HeartbeatTimeout: seconds,
      DefaultResult: result,
    },
  ],
});
export const TWO_HOURS = hook(7200);

/** The fleet's retirements, the newest first. */
export const retiredOf = async (web: Web) =>
  (await retirements.list(web.ledger, "web")).map(({ run }) => run);
