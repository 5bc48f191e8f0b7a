import { ageDueAt } from "../../domain/age/due-at.ts";
import type { Fleet } from "../../domain/declaration/fleet.ts";
import type { DueFirst } from "../../ledger/found/due-first.ts";

/** Which server of a fleet is due for its age before all others, and when, milliseconds since 1970. */
export interface AgeDue {
  readonly server: string;
  readonly at: number;
}

/**
 * By the declaration of now, which may be another than the last scan judged by. Null: no age is declared, or no scan has seen
 * the live generation's servers yet.
 */
export function ageDue(
  { age }: Pick<Fleet, "age">,
  { first, live }: { readonly first: Omit<DueFirst, "oldestAt"> | null; readonly live: number | undefined },
): AgeDue | null {
  if (age === undefined || first === null || first.generation !== live) return null;
  const { server, launchedAt } = first;
  return { server, at: ageDueAt({ id: server, launchedAt }, age) };
}
