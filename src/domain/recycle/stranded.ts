import * as z from "zod";
import { isInStandby, isLeaving } from "./lifecycle.ts";

/** What a recycle could not undo in the time that it had: a person has to. */
export const stranded = z.strictObject({
  /** What stood in the way, in words. */
  reason: z.string().min(1),
  /** Milliseconds since 1970. */
  at: z.number(),
  /** Old servers that were out of traffic, and are not known to be back. */
  standby: z.array(z.string()),
  /** Servers that were launched in the place of others, and are not known to be gone. */
  substitutes: z.array(z.string()),
  /** By how many the group asked for more servers than it is to have, none of which could be named. */
  surplus: z.number(),
  /** How many servers the group is to have without what moult has added. */
  size: z.number(),
  /** When none was left of them; null: nobody has seen that. */
  overAt: z.number().nullable(),
});
type Stranded = Readonly<z.infer<typeof stranded>>;

/** As much of a group as shows who is left of them. */
interface Shown {
  readonly desired: number;
  readonly instances: readonly { readonly id: string; readonly lifecycleState: string }[];
}

/** Who is left of them, and by how many the group asks for more servers than it is to have where nobody can name those. */
interface Left extends Pick<Stranded, "standby" | "substitutes"> {
  readonly surplus: number;
}

export const isAnyLeft = ({ standby, substitutes, surplus }: Left): boolean =>
  standby.length + substitutes.length + surplus > 0;

/** Who is left of them by the group as it is now. Substitutes are, as long as it has more servers than it had without them. */
export function strandedIn(
  { standby, substitutes, size }: Pick<Stranded, "standby" | "substitutes" | "size">,
  { desired, instances }: Shown,
): Left {
  const members = new Map(instances.map((each) => [each.id, each]));
  const stays = (id: string): boolean => {
    const found = members.get(id);
    return found !== undefined && !isLeaving(found);
  };
  const isOut = (id: string): boolean => {
    const found = members.get(id);
    return found !== undefined && isInStandby(found);
  };
  const surplus = Math.max(0, desired - size);
  return {
    standby: standby.filter(isOut),
    substitutes: surplus > 0 ? substitutes.filter(stays) : [],
    surplus: standby.length + substitutes.length > 0 ? 0 : surplus,
  };
}

const stay = (ids: readonly string[]): string => `${ids.join(", ")} ${ids.length === 1 ? "stays" : "stay"}`;

/** `i-1 stays in standby, out of traffic`. As long as one does, its substitute is needed. */
export const strandedWords = ({ standby, substitutes, surplus }: Left): string =>
  [
    ...(standby.length > 0 ? [`${stay(standby)} in standby, out of traffic`] : []),
    ...(substitutes.length > 0 && standby.length === 0
      ? [`${stay(substitutes)} beside those whose place they were to take`]
      : []),
    ...(surplus > 0 ? [`the group asks for ${surplus} more than it is to have`] : []),
  ].join("; ");

/** Puts servers of a group back into traffic. */
const exitStandbyCommand = (group: string, ids: readonly string[]): string =>
  `aws autoscaling exit-standby --auto-scaling-group-name ${group} --instance-ids ${ids.join(" ")}`;

/** Ends a substitute, and has the group ask for one server less. */
const endSubstituteCommand = (id: string): string =>
  `aws autoscaling terminate-instance-in-auto-scaling-group --instance-id ${id} --should-decrement-desired-capacity`;

/** Commands that a person reads at once. */
const MOST = 3;

/** What ends it, one command line each. Who stands by comes first: until they serve their substitutes are needed. */
export function strandedCommands(
  { standby, substitutes, surplus }: Left,
  { group, size }: { readonly group: string; readonly size: number },
): readonly string[] {
  if (standby.length > 0) return [exitStandbyCommand(group, standby)];
  if (surplus > 0)
    return [
      `aws autoscaling set-desired-capacity --auto-scaling-group-name ${group} --desired-capacity ${size}`,
    ];
  return substitutes.slice(0, MOST).map(endSubstituteCommand);
}
