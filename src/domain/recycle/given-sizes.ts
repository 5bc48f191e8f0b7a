import { type Batch, type RecycleRecord, surplusOf } from "../run/recycle.ts";
import { isInStandby } from "./lifecycle.ts";

interface Seen {
  readonly minSize: number;
  readonly maxSize: number;
  readonly desired: number;
  readonly instances: readonly { readonly id: string; readonly lifecycleState: string }[];
}

/** Sizes that somebody has given a group while a batch of it is replaced, as far as they are other than moult's. */
export interface GivenSizes {
  readonly min?: number;
  readonly max?: number;
  /** How many servers fewer it has been told to have than it had of its own and for the batch; 0: none. */
  readonly fewer: number;
}

interface Held {
  readonly size: NonNullable<RecycleRecord["holds"]["size"]>;
  /** They were set so lately that a read may show the sizes of before. */
  readonly isUnseen: boolean;
}

/**
 * What somebody else than moult and the group's schedule has made of its sizes. A minimum or maximum is somebody's when moult never
 * set it; that there are fewer servers is only said where no other server stands by, and the read shows all that was put back.
 */
export function givenSizes(batch: Batch, { size, isUnseen }: Held, group: Seen): GivenSizes {
  if (isUnseen) return { fewer: 0 };
  const base = batch.minimum - batch.wanted;
  const ownMins = [size.heldMin, size.originalMin, batch.minimum, base];
  const min = ownMins.includes(group.minSize) ? {} : { min: group.minSize };
  const max = [size.heldMax, size.originalMax].includes(group.maxSize) ? {} : { max: group.maxSize };
  const fewer = isStandbyUnclear(batch, group) ? 0 : base + surplusOf(batch) - group.desired;
  return { ...min, ...max, fewer: Math.max(0, fewer) };
}

/** Somebody has other servers stand by, which are no part of desired, or the read is from before one was put back. */
function isStandbyUnclear({ servers }: Batch, { instances }: Seen): boolean {
  const out = new Set(servers.flatMap(({ id, state }) => (state === "isolated" ? [id] : [])));
  return instances.some((each) => isInStandby(each) && !out.has(each.id));
}

/** The batch of a group that is to have so many servers fewer: it launches for as many fewer, and has the rest as its own size. */
export function withFewer(batch: Batch, fewer: number): Batch {
  const taken = Math.min(fewer, surplusOf(batch));
  return { ...batch, wanted: batch.wanted - taken, minimum: batch.minimum - fewer };
}

/** Whether the group has been made so small that a server of the batch has no substitute. */
export const lacksSubstitutes = ({ servers, wanted }: Batch): boolean =>
  servers.filter(({ state }) => state !== "gone" && state !== "left").length > wanted;
