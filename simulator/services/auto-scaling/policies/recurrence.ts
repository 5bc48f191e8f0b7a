import { Cron } from "croner";
import { invalid } from "../groups/find.ts";

interface Recurring {
  readonly Recurrence?: string | undefined;
  readonly TimeZone?: string | undefined;
}

/** Five fields of Unix cron in an IANA time zone, UTC by default (ASG/ec2-auto-scaling-scheduled-scaling.html). */
const cronOf = (recurrence: string, timezone = "UTC"): Cron =>
  new Cron(recurrence, { timezone, mode: "5-part", paused: true });

/** Throws `ValidationError` for an expression or a time zone that Auto Scaling would not take. */
export function checkRecurrence(recurrence: string | undefined, timezone: string | undefined): void {
  if (recurrence === undefined) return;
  try {
    cronOf(recurrence, timezone).nextRun(new Date(0));
  } catch {
    throw invalid(`Given recurrence string: ${recurrence} (${timezone ?? "UTC"}) is invalid`);
  }
}

/** When it recurs next after an instant; null: never. */
export const nextTime = ({ Recurrence, TimeZone }: Recurring, after: number): Date | null =>
  Recurrence === undefined ? null : cronOf(Recurrence, TimeZone).nextRun(new Date(after));
