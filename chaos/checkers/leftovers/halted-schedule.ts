import type { Entry } from "../../../src/ledger/entries.ts";
import type { ImageVerdict } from "../../../src/ledger/image-verdicts.ts";
import type { Generation } from "../../../src/domain/generation.ts";
import type { LedgerView } from "../../world/ledger-view.ts";

type Recorded = Pick<LedgerView, "decisions" | "verdicts">;

/**
 * Whether a generation has none of the servers that its schedule asked for last because its image was in quarantine as that fell
 * due in a rollout, and people were told that.
 */
export function isHalted({ group, image }: Generation, servers: number, view: Recorded): boolean {
  const decisions = [...view.decisions.values()].flat();
  const last = decisions
    .filter(({ action }) => action === "scheduled-action")
    .toSorted((a, b) => a.at - b.at)
    .at(-1);
  const evidence = last?.evidence as HaltedEvidence | null | undefined;
  if (!last || evidence?.after?.desired !== servers || evidence.halted?.includes(group) !== true)
    return false;
  return verdictsOf(image, view).some((verdict) => stoodAt(verdict, last));
}

interface HaltedEvidence {
  readonly after?: { readonly desired?: number };
  readonly halted?: readonly string[];
}

const verdictsOf = (image: string, { verdicts }: Recorded): ImageVerdict[] =>
  [...verdicts].flatMap(([sort, verdict]) => (sort === image || sort.startsWith(`${image}#`) ? verdict : []));

const stoodAt = ({ at: since, lifted }: ImageVerdict, { at }: Pick<Entry, "at">): boolean =>
  since <= at && (lifted === null || lifted.at >= at);
