import type { StormRow } from "../../../src/views/findings/findings-view.ts";
import { stormWords } from "../../../src/views/findings/storm-words.ts";
import { blockedBy, doing, type Effects } from "./effects.ts";

/** What it comes to that a storm of findings is acted on. */
export function stormEffects(storm: StormRow): Effects {
  const { fleets, acknowledged } = storm;
  const words = stormWords(storm);
  if (acknowledged !== null)
    return blockedBy(`${words}: ${acknowledged.by} acknowledged it already: ${acknowledged.reason}`);
  return doing(
    [
      `Servers of ${fleets} fleets may be replaced from now on because ${words}.`,
      "The next sweep or scan begins what is due for it.",
    ],
    {
      not: ["No window, budget or approval is passed over, and findings that are only observed stay so."],
      irreversible: ["It cannot be taken back: freeze what is to stay as it is."],
    },
  );
}
