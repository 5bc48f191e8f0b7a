import type { Decision, Leave } from "../../../src/domain/decide/decide.ts";
import { imageId } from "../../../src/domain/image-id.ts";
import type { Ledger } from "../../../src/ledger/ledger.ts";
import { type AfterAsk, afterAsk } from "../../../src/views/rollout/after-ask.ts";
import { blockedBy, doing, type Effects } from "./effects.ts";

interface Starting {
  readonly fleet: string;
  /** The image that is asked for; null: what the declaration names. */
  readonly item: string | null;
  /** Every server is replaced. */
  readonly option: boolean;
}

/** What a start comes to: said by the code that decides about the fleet, once it has taken the ask. */
export async function startEffects(
  { fleet, item, option }: Starting,
  place: { readonly ledger: Ledger; readonly now: number },
): Promise<Effects> {
  if (item !== null && !imageId.safeParse(item).success)
    return blockedBy(`${item} is no id of an image: write it as ami-0123456789abcdef0`);
  const launchedBefore = option ? ("now" as const) : null;
  const ask = { image: item, until: null, launchedBefore, by: "you", reason: "your reason" };
  const after = await afterAsk({ fleet, ask }, place);
  const { refusal, decision } = after;
  if (refusal !== null) return blockedBy(refusal);
  if (item === null && !option && decision.act === "leave" && WHATEVER.has(decision.because))
    return blockedBy(decision.reason);
  return { ...described({ fleet, item, option }, after), ...(isPin(item, after) && { lasts: "" }) };
}

/** Another image than the declaration names, which alone has an end of its own. */
const isPin = (item: string | null, { named }: AfterAsk): boolean => item !== null && item !== named;

function described({ fleet, item, option }: Starting, after: AfterAsk): Effects {
  const { decision, ends } = after;
  const isStart = decision.act === "start";
  // What a person asks for, and the declaration does not.
  const isFree = isStart && decision.due.some(({ reason }) => reason === "operator");
  return doing(
    [
      known(after, item),
      ...(item === null ? [] : [pinned(item, after)]),
      ...(option ? [`Every server of ${fleet} is replaced, even those that are what they should be.`] : []),
      ...(after.endsWait ? ["The wait after the last failure is over."] : []),
      ...(ends === null ? [] : [`Rollout ${ends.id} to ${ends.imageTo} rolls back to make room for it.`]),
      decided(fleet, decision),
      ...(isFree ? ["It waits for no window and no budget, for a slot of the account alone."] : []),
    ],
    {
      not: [`No gate, approval${isFree ? "" : ", window, budget"} or quarantine is passed over.`],
      irreversible: isStart ? ["The servers that it replaces are terminated at its end."] : [],
    },
  );
}

/** What holds a fleet whatever its declaration names by now. */
const WHATEVER: ReadonlySet<Leave["because"]> = new Set(["running", "window", "calendar", "no-generation"]);

const pinned = (image: string, after: AfterAsk): string =>
  isPin(image, after)
    ? `${image} is pinned: it is what the fleet should run, for as long as you say or until another image is named.`
    : `${image} is what the declaration names: nothing is pinned, and a pin that stands is lifted.`;

function decided(fleet: string, decision: Decision): string {
  if (decision.act === "leave") return `Nothing begins at once: ${decision.reason}.`;
  const { target, servers, replaces } = decision;
  if (servers !== undefined)
    return `${servers.length} servers of ${fleet} are replaced in place, by ones of ${target.image}.`;
  const instead = replaces === null ? "" : `, in place of generation ${replaces}`;
  return `A rollout to ${target.image} begins${instead}.`;
}

/** What the ledger cannot know. */
const known = ({ source, named }: AfterAsk, image: string | null): string =>
  image === null
    ? `What ${source} names is read first: it was ${named ?? "not known"} when it was read last.`
    : "Whether it can be launched here is looked at first: if not, nothing is changed, and the history says why.";
