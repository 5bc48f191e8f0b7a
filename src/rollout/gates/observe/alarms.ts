import { describeAlarms } from "../../../aws/alarms.ts";
import type { Observer } from "./observer.ts";

/** States of the alarms a gate names: one call. */
export const observeAlarms: Observer<"cloudWatch", "alarms"> = async ({ gate }, { context }) => ({
  alarms: gate.kind === "alarm" ? await describeAlarms(context.aws.cloudWatch, gate.alarms) : [],
});
