import type { FleetSummary } from "../domain/explain/fleet-summary.ts";
import type { Run } from "../domain/run/run.ts";
import type { RunPointers } from "../domain/run/run-pointers.ts";
import type { ImageVerdict } from "../ledger/image-verdicts.ts";
import type { RunKind } from "../step/run-kind.ts";

/** What a sweep reads for all fleets together, before it looks at one. */
export interface Known {
  /** The names of all declared fleets, in order. */
  readonly names: readonly string[];
  readonly kinds: readonly RunKind<Run>[];
  /** By kind and fleet. */
  readonly pointers: ReadonlyMap<RunKind<Run>, ReadonlyMap<string, RunPointers>>;
  /** What is known of images, by image: in force or lifted. */
  readonly verdicts: ReadonlyMap<string, readonly ImageVerdict[]>;
  /** What lists show of fleets, by fleet. */
  readonly summaries: ReadonlyMap<string, FleetSummary>;
  /** Whose turn it is to be looked at for what costs a call for each fleet. */
  readonly lookedAt: { readonly served: ReadonlySet<string>; readonly neighbours: ReadonlySet<string> };
  /** Why nobody can say which groups carry a fleet's tag; null: `tagged` is all there is. */
  readonly unread: unknown;
  /** Groups that carry a fleet's tag and are not being deleted: by fleet, their names. */
  readonly tagged: ReadonlyMap<string, readonly string[]>;
}

/** Whether a run of the fleet may be open, or has left something: it is looked at before those that rest. */
export const hasUnresting = ({ pointers }: Pick<Known, "pointers">, fleet: string): boolean =>
  [...pointers.values()].some((of) => of.get(fleet)?.runs.some(({ restsAt }) => restsAt === null));
