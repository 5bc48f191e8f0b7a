import { isNews, type Named, namedBy, type Wanted, withNamed } from "../../domain/decide/wanted.ts";
import type { Fleet } from "../../domain/declaration/fleet.ts";
import { changeWanted } from "../../ledger/wanted.ts";
import type { StepContext } from "../../step/step.ts";
import type { DeclaredNow } from "./read-declared.ts";

/**
 * Writes down what the fleet's declaration names, as it was read just now: it is what the declaration means, also when an
 * older image is named again. Nothing is written where nothing is new. Returns what is wanted.
 */
export async function recordDeclared(
  { fleet, template }: Pick<Fleet, "fleet" | "template">,
  read: DeclaredNow,
  by: string,
  { ledger, clock }: Pick<StepContext, "ledger" | "clock">,
): Promise<Wanted> {
  const { image, madeAt, source, templateVersion } = read;
  const at = clock.now();
  const { wanted } = await changeWanted(ledger, fleet, (before) => {
    const heard = namedBy(before, source);
    const isKnown = heard?.image === image || isBehind(read, heard, at);
    const named =
      isKnown || image === null ? before : withNamed(before, { image, madeAt, source, by, evidence: {}, at });
    const known = before.template;
    if (templateVersion === null || (known?.id === template && known.version === templateVersion))
      return named;
    return { ...named, template: { id: template, version: templateVersion, at } };
  });
  return wanted;
}

/** An image that an event names and that the fleet's declaration means. */
interface NamedByEvent extends Omit<Named, "at"> {
  /** Whether the declaration means the newest of many: an older one that is told of late does not count then. */
  readonly takesNewest: boolean;
}

/** EC2 may not show yet in a list what an event has named a moment ago: an older image is then no news. */
const LIST_LAG_MS = 60_000;

const isBehind = (read: DeclaredNow, known: Named | null, now: number): boolean =>
  known?.madeAt != null && read.madeAt !== null && read.madeAt < known.madeAt && now - known.at < LIST_LAG_MS;

/** What an event about an image means for a fleet: it is another one than was named, the same, or one that does not count. */
type Heard = "news" | "known" | "older";

/** The same for one image that an event tells of. */
export async function recordNamed(
  fleet: string,
  { takesNewest, ...named }: NamedByEvent,
  { ledger, clock }: Pick<StepContext, "ledger" | "clock">,
): Promise<Heard> {
  const { wanted, changed } = await changeWanted(ledger, fleet, (before) =>
    isNews(namedBy(before, named.source), named, takesNewest)
      ? withNamed(before, { ...named, at: clock.now() })
      : before,
  );
  if (changed) return "news";
  return namedBy(wanted, named.source)?.image === named.image ? "known" : "older";
}
