import type { FollowUp } from "../group/group-blueprint.ts";
import type { Belonging, Belongings } from "./belongings.ts";

/** What blue had when green was made, or when it was looked at last: digests by what each is called. */
type Digests = Readonly<Record<string, string>>;

export const digestsOf = (belongings: Belongings): Digests =>
  Object.fromEntries([...belongings].map(([what, { digest }]) => [what, digest]));

/** No digest: two looks at blue, as green was made, did not agree, and green may be as either saw it. */
const UNSURE = "unsure";

/** What blue had by two looks, of which the later may be of an earlier moment: reads lag. */
export const agreed = (one: Digests, other: Digests): Digests =>
  Object.fromEntries(
    Object.keys({ ...one, ...other }).map((what) => {
      const found = one[what];
      return [what, found !== undefined && found === other[what] ? found : UNSURE];
    }),
  );

/** What somebody has added to blue, changed or taken away since. */
interface BlueChange {
  readonly what: string;
  /** Undefined: it was not there. */
  readonly before: string | undefined;
  /** Undefined: it is gone. */
  readonly now: Belonging | undefined;
}

export function blueChanges(before: Digests, now: Belongings): BlueChange[] {
  return [...new Set([...Object.keys(before), ...now.keys()])]
    .map((what) => ({ what, before: before[what], now: now.get(what) }))
    .filter((change) => change.before !== change.now?.digest);
}

/** What is done about a change: a call, nothing since green has it so already, or it is named to people. */
export type Following =
  | { readonly act: "call"; readonly what: string; readonly call: FollowUp; readonly reason: string }
  | { readonly act: "name"; readonly what: string; readonly reason: string };

/** Green follows unless somebody has changed the same on green itself: that was meant, and stays. Null: it is as blue. */
export function following({ what, before, now }: BlueChange, green: Belongings): Following | null {
  const own = green.get(what);
  if (own?.digest === now?.digest) return null;
  const did =
    now === undefined
      ? "was taken from blue"
      : `was ${before === undefined ? "added to" : "changed on"} blue`;
  const name = (why: string): Following => ({ act: "name", what, reason: `${what} ${did}: ${why}` });
  if (before !== UNSURE && own?.digest !== before && isGreens(what))
    return name("on green it is otherwise, which somebody meant, and stays so");
  const call = now === undefined ? (own?.take ?? "green cannot do without while it stands") : now.give;
  if (typeof call === "string") return name(call);
  return { act: "call", what, call, reason: `${what} ${did}: green follows` };
}

/** Whether green has it as blue had, when nobody has changed it. Settings of the launch are green's own. */
const isGreens = (what: string): boolean => !what.startsWith("setting ");
