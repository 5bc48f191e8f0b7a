import { describeAlarms } from "../aws/alarms.ts";
import type { Fleet } from "../domain/declaration/fleet.ts";
import type { StepContext } from "../step/step.ts";
import type { Fault } from "../domain/neighbours/fault.ts";

/** Alarms that a gate names and nobody made: such a gate would never pass. One call for a hundred names. */
export async function alarmFaults(
  { gates }: Fleet,
  { aws }: Pick<StepContext<"cloudWatch">, "aws">,
): Promise<Fault[]> {
  const named = gates.flatMap((gate, index) =>
    gate.kind === "alarm" ? gate.alarms.map((name) => ({ place: `gates.${index}.alarms`, name })) : [],
  );
  if (named.length === 0) return [];
  const names = [...new Set(named.map(({ name }) => name))];
  const found = new Set((await describeAlarms(aws.cloudWatch, names)).map(({ name }) => name));
  return named
    .filter(({ name }) => !found.has(name))
    .map(({ place, name }) => ({
      place,
      why: `there is no alarm ${name} in this region: correct the name, or make it`,
    }));
}
