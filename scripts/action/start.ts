import { exitCodes } from "../../cli/exit-codes.ts";
import { type Inputs, OPTION_OF } from "./inputs.ts";
import type { Moult } from "./run-moult.ts";

/**
 * Applies the declarations, begins what is due of each fleet, and waits for its end, or for that of what runs already: `rollout start` says of that
 * one that there is nothing to do. Answers the exit code of the first thing that does not end well, else 0.
 */
export async function startAll(inputs: Inputs, moult: Moult): Promise<number> {
  const { declarations, fleets } = inputs;
  if (declarations.length > 0) {
    // What changes of a live fleet is asked about at a terminal: whoever merged has read it.
    const confirmed = fleets.flatMap((fleet) => ["--confirm", fleet]);
    const { code } = await moult(["fleet", "apply", ...declarations, ...confirmed]);
    if (code !== exitCodes.done) return code;
  }
  for (const fleet of fleets) {
    const code = await startOne(fleet, inputs, moult);
    if (code !== exitCodes.done && !inputs.accept.includes(code)) return code;
  }
  return exitCodes.done;
}

async function startOne(fleet: string, { image, reason, timeout }: Inputs, moult: Moult): Promise<number> {
  const within = timeout === "" ? [] : [OPTION_OF.timeout, timeout];
  const named = image === "" ? [] : [OPTION_OF.image, image];
  const why = reason === "" ? [] : [OPTION_OF.reason, reason];
  // A rollout to another image rolls back for one that is named: whoever merged has said so.
  const { code } = await moult(["rollout", "start", fleet, "--confirm", fleet, ...named, ...why, ...within]);
  if (code !== exitCodes.done) return code;
  const { code: asked, out } = await moult(["rollout", "status", fleet, "--json"]);
  return isOpen(out)
    ? (await moult(["rollout", "status", fleet, "--watch", ...within])).code
    : openCode(asked, out);
}

interface Status {
  readonly rollout?: { readonly endedAt?: number | null } | null;
}

const statusIn = (out: string): Status | undefined =>
  out.trim() === "" ? undefined : (JSON.parse(out) as Status);
const isOpen = (out: string): boolean => statusIn(out)?.rollout?.endedAt === null;
/** The end of a rollout of before is not that of this step; what cannot be asked is no success. */
const openCode = (code: number, out: string): number =>
  code === exitCodes.error || statusIn(out)?.rollout === undefined ? exitCodes.error : exitCodes.done;
