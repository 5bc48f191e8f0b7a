import { stateMarks } from "../../src/domain/explain/explanation.ts";
import { eventMark } from "../../src/domain/published/event-marks.ts";
import type { PublishedEvent } from "../../src/ledger/outbox/published.ts";
import { instant } from "../terminal/instant.ts";

/**
 * `2026-11-21 12:00:41Z  ✕ web  Rollout Rolled Back: <sentence>`, and below it the commands, where somebody has to look at it. The
 * words are whole: a line that is cut may hide the one thing that matters.
 */
export function eventLines({ at, detailType, detail }: PublishedEvent): string[] {
  const { glyph, tone } = stateMarks[eventMark(detailType)[0]];
  const { fleet, sentence } = detail;
  const whose = typeof fleet === "string" ? fleet : "account";
  const line = `${instant(at)}  ${glyph} ${whose}  ${detailType}: ${String(sentence)}`;
  const next = tone === "bad" || tone === "attention" ? detail["next"] : [];
  return [line, ...(Array.isArray(next) ? next.map((command) => `    ${command}`) : [])];
}
