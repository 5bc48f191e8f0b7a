import * as z from "zod";
import type { Finding } from "./finding.ts";

/** A drift that servers were replaced for, by this image and template version. */
export const actedOn = z.strictObject({
  field: z.string(),
  observed: z.string(),
  image: z.string(),
  templateVersion: z.number(),
  /** When the servers that had it were gone, milliseconds since 1970. */
  at: z.number(),
  /** From when on servers were launched to be rid of it, while others stayed; not there: all of them were. */
  since: z.number().exactOptional(),
});
export type ActedOn = Readonly<z.infer<typeof actedOn>>;

interface Launched {
  /** What the server was launched as. */
  readonly image: string;
  readonly templateVersion: number;
  /** Its first launch, milliseconds since 1970. */
  readonly launchedAt: number;
}

/**
 * A finding as it is to be heeded: a drift that came back on a server which was launched to be rid of it is not acted on again by the
 * same image and template. The cause lies in them, and replacing would go round for ever.
 */
export function unlessReturned(found: Finding, server: Launched, acted: readonly ActedOn[]): Finding {
  if (found.kind !== "drift" || found.mode === "report") return found;
  const before = acted.find(
    (each) =>
      each.field === found.field &&
      each.observed === found.observed &&
      each.image === server.image &&
      each.templateVersion === server.templateVersion &&
      server.launchedAt >= (each.since ?? server.launchedAt),
  );
  if (before === undefined) return found;
  return { ...found, mode: "report", evidence: { ...found.evidence, needs: "another image" } };
}
