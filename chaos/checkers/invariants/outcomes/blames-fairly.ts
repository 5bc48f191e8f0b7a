import { excused } from "../../exemptions.ts";
import type { Generation } from "../../../../src/domain/generation.ts";
import type { RolloutRecord } from "../../../../src/domain/run/rollout.ts";
import type { ImageVerdict } from "../../../../src/ledger/image-verdicts.ts";
import type { OutcomeInput } from "../../checker-input.ts";
import { isLate } from "../../declared/seen-late.ts";
import type { Invariant, Wrote } from "../../invariant.ts";
import { sidesOf } from "../../sides.ts";

/** What is blamed was read at most so long ago: reads lag, a step has its time, and clocks are off. */
const READ_MS = 60_000;
/** Clocks: ten seconds of CloudWatch's and ours, five of each of two processes. */
const SKEW_MS = 20_000;
/**
 * No image is put in quarantine by a rollout for ill health while blue answers nowhere either, nor for alarms that all began to
 * ring before green had traffic.
 */
export const blamesFairly = (): Invariant<OutcomeInput> => {
  const rangAt = new Map<string, number>();
  return {
    name: "blames-fairly",
    worldEvent: ({ service, kind, subject }, { world }) => {
      if (service !== "monitoring" || kind !== "alarm-state-changed") return undefined;
      if (world.state.alarms.get(subject)?.state === "ALARM") rangAt.set(subject, world.now());
      return undefined;
    },
    wrote: (write, input) => {
      const verdict = quarantinedBy(write);
      const run = verdict && input.view.rollouts.get(verdict.rollout ?? "");
      if (
        run === undefined ||
        excused("blames-fairly: five minutes after what was read or done late", isLate(input))
      )
        return undefined;
      const why = run.failure?.ofHealth ? illBlueFault(run, input) : oldAlarmFault(run, rangAt);
      return why && `${verdict?.imageId} is blamed by ${run.id} though ${why}`;
    },
  };
};

function quarantinedBy({ partition, body }: Wrote): ImageVerdict | undefined {
  const verdict = body as unknown as ImageVerdict;
  return partition === "images" && verdict.lifted === null ? verdict : undefined;
}

function illBlueFault(run: RolloutRecord, input: OutcomeInput): string | undefined {
  const { blue } = sidesOf(input, run);
  const targets = blue === undefined ? [] : targetsOf(blue, input);
  const since = input.world.now() - READ_MS;
  const isIll =
    targets.length > 0 && targets.every((each) => each.state === "unhealthy" && each.stateSince < since);
  return isIll ? `each of the ${targets.length} servers of ${blue?.group} is unhealthy, too` : undefined;
}

/** Blue's own servers as its target group has them. */
function targetsOf(blue: Generation, { account, plan, serving, world }: OutcomeInput) {
  const arn = plan.fleet.strategy === "target-group" ? account.targetGroups[0] : blue.targetGroup;
  const members = serving.members(blue.group);
  return [...(world.state.targetGroups.get(arn ?? "")?.targets.values() ?? [])].filter(({ id }) =>
    members.has(id),
  );
}

function oldAlarmFault(run: RolloutRecord, rangAt: ReadonlyMap<string, number>): string | undefined {
  const failed = new Set(run.gates.filter(({ verdict }) => verdict === "fail").map(({ gate }) => gate));
  const firstAt = run.milestones["first-traffic"];
  if (failed.size === 0 || ![...failed].every((gate) => gate.startsWith("alarm"))) return undefined;
  const isPulling = run.declaration?.traffic.strategy === "none";
  if (excused("blames-fairly: servers that pull", isPulling)) return undefined;
  const names = (run.declaration?.gates ?? []).flatMap((gate) => (gate.kind === "alarm" ? gate.alarms : []));
  if (firstAt === undefined) return "green has had no traffic";
  const isOld = names.every((name) => (rangAt.get(name) ?? -Infinity) < firstAt - SKEW_MS);
  return isOld ? `${names.join(", ")} began to ring before green had traffic` : undefined;
}
