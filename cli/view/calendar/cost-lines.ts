import type { Calendar } from "../../../src/views/calendar/calendar.ts";
import { paragraph } from "./paragraph.ts";

/** `$0.40`, or what is missing. */
export function dollarWords({ dollars, unpriced }: Calendar["cost"]): string {
  if (dollars === null) return unpriced.length === 0 ? "$0.00" : "unknown";
  return `$${dollars.toFixed(2)}${unpriced.length === 0 ? "" : "+"}`;
}

/** What running double costs, of when and where, and who says so. */
export function costLines({ cost, prices, fleets }: Calendar): string[] {
  const runs = fleets.reduce((sum, each) => sum + each.runs.length, 0);
  if (runs === 0 || prices === null) return [];
  const { unpriced } = cost;
  const unknown =
    unpriced.length === 0
      ? ""
      : ` ${unpriced.map((type) => `${type}: price unknown, give --price`).join("; ")}.`;
  const instead = prices.insteadOf === null ? "" : ` (${prices.insteadOf})`;
  const total = cost.dollars === null ? "unknown" : `about ${dollarWords(cost)}`;
  return [
    "",
    ...paragraph(
      `Servers that run twice cost ${total} for ${runs} ${runs === 1 ? "run" : "runs"}, by ${prices.words}${instead}.${unknown}`,
    ),
  ];
}
