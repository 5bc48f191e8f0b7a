import { describeGroups } from "../../../aws/auto-scaling/auto-scaling.ts";
import type { ServiceName } from "../../../aws/clients.ts";
import type { Work } from "../../work.ts";
import type { Observers } from "../judge-gates.ts";

/** The rollout as an observer has to see it that looks at blue's servers in place of green's. */
interface BlueView<S extends ServiceName> {
  readonly work: Work<S>;
  /** Ids of blue's servers. */
  readonly servers: readonly string[];
}

/** Blue as it may be asked in one step, with observers of its own; it is read when it is asked first. */
export interface BlueSide<S extends ServiceName> {
  readonly observers: Observers<S>;
  view(): Promise<BlueView<S> | null>;
}

/**
 * Blue, to be judged as green is, by the size that its group has to have. Its view is null where nothing can be compared: there is
 * no blue, its group is gone, or a person has said which side the fleet stays on.
 */
export function blueSide<S extends ServiceName>(
  observers: Observers<S | "autoScaling">,
  work: Work<S | "autoScaling">,
): BlueSide<S | "autoScaling"> {
  let view: Promise<BlueView<S | "autoScaling"> | null> | undefined;
  return { observers, view: () => (view ??= readBlue(work)) };
}

async function readBlue<S extends ServiceName>(
  work: Work<S | "autoScaling">,
): Promise<BlueView<S | "autoScaling"> | null> {
  const { blue } = work;
  if (blue === null || work.run().settlement !== null) return null;
  const group = (await describeGroups(work.context.aws.autoScaling, [blue.group])).get(blue.group);
  if (group === undefined || group.deleting) return null;
  return {
    servers: group.instances.map(({ id }) => id),
    work: { ...work, green: blue, run: () => ({ ...work.run(), size: group.desired }) },
  };
}

/** Detached from the one target group, blue's servers are checked by nobody. */
export function isBlueUnchecked({ strategy, run }: Work<never>): boolean {
  return strategy.source.kind === "attachments" && run().traffic.setPercent === 100;
}
