import { CreateTagsCommand, DeleteTagsCommand } from "@aws-sdk/client-ec2";
import type { KeepPlan } from "../../draws/plan.ts";
import type { ChaosWorld } from "../world.ts";

const Key = "moult:keep";
/** Long after any run. */
const WHOLE = "until=2099-12-31 reason=a look at it";
const FAULTY = "until=2099-12-31";

/** People want servers left alone for a while, some without a reason. */
export function scheduleKeeps(chaos: ChaosWorld): void {
  for (const keep of chaos.plan.keeps ?? [])
    chaos.simulator.world.after(keep.afterSeconds, () => {
      lay(keep, chaos).catch((error: unknown) => chaos.note(`grace could not: ${String(error)}`));
    });
}

async function lay({ place, isWhole, undoneAfter }: KeepPlan, chaos: ChaosWorld): Promise<void> {
  const { view, simulator, operator, clock, note, count, input } = chaos;
  const { state } = simulator.world;
  const live = [...view.generations.values()].find((each) => each.state === "live");
  const members = [...(state.groups.get(live?.group ?? "")?.instances.keys() ?? [])];
  const id = members[Math.floor(place * members.length)];
  if (id === undefined || state.instances.get(id)?.state !== "running") return;
  note(`grace keeps ${id}${isWhole ? "" : ", and does not say why"}`);
  count("by hand: kept");
  input.keeps.push({ server: id, from: clock.now(), until: null });
  await operator.ec2.send(
    new CreateTagsCommand({ Resources: [id], Tags: [{ Key, Value: isWhole ? WHOLE : FAULTY }] }),
  );
  await clock.sleep(undoneAfter * 1000);
  note(`grace keeps ${id} no more`);
  // It is one tag, whoever has written it how often.
  for (const each of input.keeps) if (each.server === id) each.until ??= clock.now();
  await operator.ec2.send(new DeleteTagsCommand({ Resources: [id], Tags: [{ Key }] }));
}
