import { shortestAge } from "../../age/age-settings.ts";
import { formatDuration } from "../../duration.ts";
import type { Fault } from "../declaration-faults.ts";
import type { Timing } from "../fleet.ts";

/** `TimeoutSeconds` of the machine (statemachines/rollout.asl.yml): what lasts longer never ends there. */
const MACHINE_SECONDS = 31 * 86_400;

/** Times that cannot work together: each with its sum, so that whoever wrote them sees which one is too long. */
export function timeFaults(timing: Timing): Fault[] {
  return [...deadlineFaults(timing), ...lengthFaults(timing), ...accessFault(timing)];
}

/** A part may not last longer than the whole: its own deadline would never be met, and every slow start rolled back early. */
function deadlineFaults({ deadlines }: Timing): Fault[] {
  return (["launch", "validate"] as const).flatMap((part) => {
    const [own, whole] = [deadlines[part], deadlines.rollout];
    if (own <= whole) return [];
    return [
      {
        path: ["deadlines", "rollout"],
        atKey: false,
        problem: `is shorter than its part deadlines.${part}, ${formatDuration(own)}`,
        value: formatDuration(whole),
        wayOut: `raise it to ${formatDuration(own)} at least, or shorten deadlines.${part}`,
      },
    ];
  });
}

/** What a rollout may last in all: its deadline counts work, and these are waits, or have time of their own. */
function lengthFaults(timing: Timing): Fault[] {
  const { deadlines, bake, retire, traffic, age, approval } = timing;
  const steps = "steps" in traffic ? traffic.steps.length - 1 : 0;
  const pauses = "pause" in traffic ? steps * traffic.pause : 0;
  const parts = [
    ["deadlines.rollout", deadlines.rollout],
    [`${steps} pauses`, pauses],
    ["bake", bake],
    ["retire.drain", retire.drain],
    ["retire.handoff.timeout", retire.handoff?.timeout ?? 0],
    ["retire.warm", retire.warm],
    // Before launch nothing runs while it is waited for.
    ["approval.deadline", approval?.before === "shift" ? approval.deadline : 0],
  ] as const;
  const whole = parts.reduce((sum, [, seconds]) => sum + seconds, 0);
  const counted = parts.filter(([, seconds]) => seconds > 0);
  const sum = `${counted.map(([name, seconds]) => `${name} ${formatDuration(seconds)}`).join(" + ")} = ${formatDuration(whole)}`;
  return [...machineFault(whole, sum), ...(age ? ageFault({ age, whole, sum }, deadlines.rollout) : [])];
}

function machineFault(whole: number, sum: string): Fault[] {
  if (whole <= MACHINE_SECONDS) return [];
  const most = formatDuration(MACHINE_SECONDS);
  const problem = `makes a rollout that may last longer than ${most}, after which its execution ends: ${sum}`;
  return [{ path: ["deadlines", "rollout"], atKey: false, problem, wayOut: "shorten one of them" }];
}

/** A deadline that is too long by itself is a fault of the schema: it is not said twice. */
function ageFault(
  {
    age,
    whole,
    sum,
  }: { readonly age: NonNullable<Timing["age"]>; readonly whole: number; readonly sum: string },
  rollout: number,
): Fault[] {
  const shortest = shortestAge(age);
  if (shortest > whole || shortest <= rollout) return [];
  const problem = `less its jitter of ${age.jitter}% is ${formatDuration(shortest)}, no longer than a whole rollout: ${sum}`;
  const value = formatDuration(age.max);
  const wayOut = "raise it, or shorten one of them, else the fleet is too old again before it is new";
  return [{ path: ["age", "max"], atKey: false, problem, value, wayOut }];
}

/** Who has been on a server may not keep it for longer than the age that nothing may exceed. */
function accessFault({ access, age }: Timing): Fault[] {
  if (access === undefined || age?.hardMax === undefined || access.after <= age.hardMax) return [];
  return [
    {
      path: ["access", "after"],
      atKey: false,
      problem: `is longer than age.hardMax, ${formatDuration(age.hardMax)}: the server would be gone before`,
      value: formatDuration(access.after),
      wayOut: `shorten it to ${formatDuration(age.hardMax)} at most`,
    },
  ];
}
