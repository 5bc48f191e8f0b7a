import { fleetSchema } from "../../../../src/domain/declaration/fleet.ts";
import { namedGates } from "../../../../src/domain/gate-kinds.ts";
import { targetGroupsOf } from "../../../../src/domain/generation.ts";
import { percentOf } from "../../../../src/domain/percent.ts";
import type { RolloutRecord } from "../../../../src/domain/run/rollout.ts";
import type { OutcomeInput } from "../../checker-input.ts";
import { excused } from "../../exemptions.ts";
import type { Decision, Invariant } from "../../invariant.ts";
import { least, sidesOf } from "../../sides.ts";
import { isSkipped } from "../../proofs/gates.ts";

/** Two processes whose clocks are each off by five seconds. */
const SKEW_MS = 10_000;

/**
 * A green is passed only when it has been good for as long as is declared: as many servers as a health gate wants had been
 * called healthy by the load balancer so long before, the first time at all.
 */
export const lasts = (): Invariant<OutcomeInput> => {
  /** When each target of each target group was called healthy first. */
  const firstAt = new Map<string, number>();
  return {
    name: "lasts",
    worldEvent: ({ kind, subject, at }) => {
      if (kind === "target-healthy" && !firstAt.has(subject)) firstAt.set(subject, at);
      return undefined;
    },
    decided: (decision, input) => {
      for (const { healthy, seconds } of healthGates(decision)) {
        const fault = lastingFault({ healthy, seconds, firstAt }, decision.rollout, input);
        if (fault !== undefined) return fault;
      }
      return undefined;
    },
  };
};

/** The gates that green has passed just now. Whoever settles has judged it. */
function healthGates({ entry, rollout }: Decision) {
  const { declaration, settlement, milestones } = rollout;
  const isPassed = entry.action === "ValidateGreen passed" && milestones["blue-released"] === undefined;
  if (!isPassed || declaration === null) return [];
  if (excused("lasts: a rollout that a person settled", settlement !== null)) return [];
  return namedGates(fleetSchema.parse(declaration).gates).flatMap(({ gate, name }) =>
    gate.kind === "target-health" && !isSkipped(name, rollout)
      ? [{ healthy: gate.healthy, seconds: gate.for }]
      : [],
  );
}

interface Lasting {
  /** Per cent of green's servers. */
  readonly healthy: number;
  readonly seconds: number;
  readonly firstAt: ReadonlyMap<string, number>;
}

/** In one target group for both green is checked only when it has joined: nothing is asked of it before. */
function lastingFault(
  { healthy, seconds, firstAt }: Lasting,
  rollout: RolloutRecord,
  input: OutcomeInput,
): string | undefined {
  const { green } = sidesOf(input, rollout);
  const groups = green ? targetGroupsOf(green) : [];
  if (seconds === 0 || groups.length === 0) return undefined;
  const servers = [...input.serving.members(green?.group ?? "")];
  const healthyBy = (at: number): number =>
    least(
      groups.map((arn) => servers.filter((id) => (firstAt.get(`${arn}/${id}`) ?? Infinity) <= at).length),
    );
  const by = input.world.now() - seconds * 1000;
  const wanted = percentOf(healthy, rollout.size);
  if (healthyBy(by) >= wanted) return undefined;
  return excused("lasts: ten seconds of a gate's time", healthyBy(by + SKEW_MS) >= wanted)
    ? undefined
    : `${rollout.id} passes green, and ${healthyBy(by)} servers had been healthy ${seconds} s ago, of ${wanted} that have to be`;
}
