import type { Group } from "../../aws/auto-scaling/auto-scaling.ts";
import { applyFollowUps } from "../../aws/auto-scaling/copy.ts";
import { followedExtras } from "../../aws/auto-scaling/extras.ts";
import { type Belongings, belongingsOf } from "../../domain/following/belongings.ts";
import {
  agreed,
  blueChanges,
  digestsOf,
  following,
  type Following,
} from "../../domain/following/blue-changes.ts";
import { spareWaiting } from "../../domain/following/spare-waiting.ts";
import { type Generation, targetGroupsOf } from "../../domain/generation.ts";
import type { GroupExtras } from "../../domain/group/group-extras.ts";
import { pairsOf } from "../../domain/traffic-pairs/pairs-of.ts";
import { AccessDenied, NotFound, Rejected } from "../../errors/errors.ts";
import { holdFound } from "../capacity/hold-schedule.ts";
import { greenOf, type Work } from "../work.ts";
import { recordNotFollowed } from "./not-followed.ts";

type Extras = Omit<GroupExtras, "notifications">;

interface Sides {
  readonly blue: Group;
  readonly green: Group;
}

/** Takes down what blue has as green is made from it. Of what a later try finds otherwise it does not know which green has got. */
export async function keepBlue(
  { group, extras }: { readonly group: Group; readonly extras: Extras },
  green: Generation,
  work: Work<never>,
): Promise<void> {
  const { followed } = work.run();
  const found = digestsOf(belongingsFor(green, group, extras, work));
  const digests = followed === null ? found : agreed(followed.digests, found);
  await work.update({ followed: { readAt: followed?.readAt ?? work.now(), digests } });
}

/**
 * Reads blue again: what somebody has added to it, changed or taken away since green was made from it green gets, too, or it
 * is told why not. Three reads, and more only where something has changed. Answers whether green was changed.
 */
export async function followBlue({ blue, green }: Sides, work: Work<"autoScaling">): Promise<boolean> {
  const { followed } = work.run();
  if (followed === null || blue.deleting) return false;
  const { autoScaling } = work.context.aws;
  const heir = greenOf(work);
  const extras = await followedExtras(autoScaling, blue.name);
  const now = belongingsFor(heir, blue, extras, work);
  const changes = blueChanges(followed.digests, now);
  if (changes.length === 0) return false;
  const greens = await followedExtras(autoScaling, green.name);
  const own = belongingsFor(heir, green, greens, work);
  // Before green gets it: it would run on a green that has traffic.
  await holdFound(extras.scheduledActions, blue, work);
  const ways = changes
    .flatMap((change) => following(change, own) ?? [])
    .map((way) => spareWaiting(way, { hooks: greens.hooks, instances: green.instances }));
  for (const way of ways) {
    const why = way.act === "name" ? way.reason : await refusal(way, work);
    if (why !== null) await recordNotFollowed(why, work);
  }
  await work.update({ followed: { readAt: work.now(), digests: digestsOf(now) } });
  return ways.some(({ act }) => act === "call");
}

type Call = Extract<Following, { act: "call" }>;

/** Makes the call. Answers why green is without, in words, where AWS refuses it; null: green has it. */
async function refusal({ call, reason, what }: Call, work: Work<"autoScaling">): Promise<string | null> {
  try {
    await work.context.withReason(reason, { what }, () =>
      applyFollowUps(work.context.aws.autoScaling, [call]),
    );
    return null;
  } catch (error) {
    if (![Rejected, AccessDenied, NotFound].some((each) => error instanceof each)) throw error;
    return `${reason}, and cannot: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** What a side has that is green's, too, without what moult itself holds there. */
function belongingsFor(
  heir: Generation,
  { name, raw }: Group,
  extras: Extras,
  work: Work<never>,
): Belongings {
  const held = work.run().holds.flatMap(({ group, processes }) => (group === name ? processes : []));
  const pairs = pairsOf(work.fleet.traffic).map((pair) => pair.targetGroups.map(({ arn }) => arn));
  return belongingsOf(
    { group: raw, extras, held },
    { name: heir.group, targetGroups: targetGroupsOf(heir), pairs },
  );
}
