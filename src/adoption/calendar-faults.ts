import { calendarState } from "../aws/ssm/calendar-state.ts";
import type { Fleet } from "../domain/declaration/fleet.ts";
import { type Fault, faultWhen } from "../domain/neighbours/fault.ts";
import { AccessDenied, NotFound, Rejected } from "../errors/errors.ts";
import type { StepContext } from "../step/step.ts";

/** A Change Calendar that is declared and cannot be read: it would be closed for ever. */
export async function calendarFaults(
  { windows }: Pick<Fleet, "windows">,
  { aws }: Pick<StepContext<"ssm">, "aws">,
): Promise<Fault[]> {
  const name = windows?.calendar;
  if (name === undefined) return [];
  const why = await calendarState(aws.ssm, [name]).then(() => null, inWords);
  return faultWhen(why !== null, "windows.calendar", `change calendar ${name} ${why}`);
}

function inWords(error: unknown): string {
  if (error instanceof NotFound)
    return "does not exist in this Region: correct the name, make it, or have its owner share it and name its ARN";
  if (error instanceof Rejected || error instanceof AccessDenied)
    return `cannot be read, and would count as closed: ${error.message.replace(/\. Next: .*$/s, "")}`;
  throw error;
}
