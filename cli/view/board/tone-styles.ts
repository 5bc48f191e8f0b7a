import { type Explanation, stateMarks } from "../../../src/domain/explain/explanation.ts";
import { type Span, type Style, span } from "../span.ts";

/** One colour a tone; glyph and word say the same without it. */
const toneStyles: Readonly<Record<Explanation["tone"], Style>> = {
  ok: "green",
  moving: "blue",
  attention: "yellow",
  bad: "red",
};

/** The state's glyph in its tone. */
export function markSpan(state: Explanation["state"], suffix = ""): Span {
  const { glyph, tone, drawn } = stateMarks[state];
  return span(`${glyph}${suffix}`, drawn === "muted" ? "dim" : toneStyles[tone]);
}
