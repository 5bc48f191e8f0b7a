import { excused } from "../exemptions.ts";
import type { OutcomeInput } from "../checker-input.ts";
import type { Wrote } from "../invariant.ts";
import type { Said } from "./said.ts";

/** What was sent and not marked may be sent again by another process: it died, or its answer was lost, at that time. */
const IN_FLIGHT_MS = 1_200_000;
/** What is over and comes again within an hour is the same, and was said. */
const SAME_MS = 3_600_000;

interface OutboxBody {
  readonly pending: readonly { readonly id: string }[];
  readonly taken: readonly string[];
}

/** Judges that what is marked as taken was taken, that nothing is dropped that was to be said, and that all is said once. */
export function openOnce() {
  const judged = new Set<string>();
  /** By partition, what was to be sent when it was written last. */
  const pending = new Map<string, readonly string[]>();
  let heard = 0;
  return {
    wrote: ({ partition, sort, body }: Wrote, { said }: OutcomeInput): string | undefined => {
      if (sort !== "outbox") return undefined;
      const outbox = body as unknown as OutboxBody;
      const isHeard = (id: string): boolean => said.some((each) => each.id === id);
      const unheard = outbox.taken.find((id) => !judged.has(id) && !isHeard(id));
      if (unheard !== undefined) return `${unheard} is marked as taken, and the bus has not taken it`;
      for (const id of outbox.taken) judged.add(id);
      const left = outbox.pending.map(({ id }) => id);
      const dropped = (pending.get(partition) ?? []).find((id) => !left.includes(id) && !judged.has(id));
      pending.set(partition, left);
      return dropped && `${dropped} was to be sent, and is dropped`;
    },
    /** Looks at what the bus has taken since it was asked last. */
    twice: ({ said, disturbedAt }: OutcomeInput): string | undefined => {
      const fresh = said.slice(heard);
      heard = said.length;
      const faults = fresh.flatMap((each, index) => {
        const before = said.slice(0, said.length - fresh.length + index);
        return twiceFault(each, before, disturbedAt) ?? [];
      });
      return faults[0];
    },
  };
}

function twiceFault(now: Said, before: readonly Said[], disturbedAt: number): string | undefined {
  const same = before.findLast(
    ({ id, fleet, kind, words, at }) =>
      id === now.id ||
      (now.kind !== "" &&
        fleet === now.fleet &&
        kind === now.kind &&
        words === now.words &&
        now.at - at < SAME_MS),
  );
  if (same === undefined) return undefined;
  const isSameId = same.id === now.id;
  // A rollout that was settled in vain ends anew, and each end is said, once.
  const isAnew = ({ type, fleet, at }: Said): boolean =>
    type === "Rollout Needs Person" && fleet === now.fleet && at > same.at;
  const isEndedAnew = !isSameId && now.kind === "needs-person" && before.some(isAnew);
  if (excused("spoken: who needs a person again after a settlement", isEndedAnew)) return undefined;
  const isInFlight = isSameId && disturbedAt > same.at - IN_FLIGHT_MS;
  return excused("spoken: the same id once more after a process died", isInFlight)
    ? undefined
    : `${now.id} is said ${now.at - same.at} ms after ${same.id}, which says the same`;
}
