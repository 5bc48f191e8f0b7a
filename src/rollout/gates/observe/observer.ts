import type { ServiceName } from "../../../aws/clients.ts";
import type { Observations } from "../../../domain/gate.ts";
import type { Gate } from "../../../domain/gate-kinds.ts";
import type { Work } from "../../work.ts";

/** What an observer looks at: green's servers as the group shows them, and the gate that wants to know. */
interface Sight {
  /** The gate's name in this rollout. */
  readonly name: string;
  readonly gate: Gate;
  /** Instance ids of green's servers; null: all that the source shows are green's. */
  readonly servers: readonly string[] | null;
}

/** Finds out one kind of observation. Answers undefined when it has only just begun to find out. */
export type Observer<Service extends ServiceName, Need extends keyof Observations> = (
  sight: Sight,
  work: Work<Service>,
) => Promise<Observations[Need] | undefined>;
