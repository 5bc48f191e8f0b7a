import type { RolloutRecord } from "../../src/domain/run/rollout.ts";
import { padded, textWidth } from "../terminal/text-width.ts";
import { type Line, type Style, span } from "./span.ts";

type GateVerdict = RolloutRecord["gates"][number];

const LOOKS: Readonly<Record<GateVerdict["verdict"], { readonly glyph: string; readonly style: Style }>> = {
  pass: { glyph: "✓", style: "green" },
  fail: { glyph: "✗", style: "red" },
  wait: { glyph: "…", style: "yellow" },
  unknown: { glyph: "?", style: "magenta" },
  stand: { glyph: "=", style: "magenta" },
};

/** One line a gate, its value against its threshold. When there are too many, those that pass are only counted. */
export function gateLines(gates: readonly GateVerdict[], height: number): Line[] {
  const all = gates.length <= height ? gates : gates.filter(({ verdict }) => verdict !== "pass");
  const shown =
    all.length <= height && all.length === gates.length ? all : all.slice(0, Math.max(0, height - 1));
  const nameWidth = Math.max(0, ...shown.map(({ gate }) => textWidth(gate)));
  const valueWidth = Math.max(0, ...shown.map((each) => textWidth(measure(each))));
  const lines: Line[] = shown.map((each) => {
    const { glyph, style } = LOOKS[each.verdict];
    const name = ` ${padded(each.gate, nameWidth)}  ${each.verdict.padEnd(7)}  `;
    return [
      span(glyph, style),
      span(`${name}${padded(measure(each), valueWidth)}  `),
      span(each.reason, "dim"),
    ];
  });
  const more = gates.length - shown.length;
  if (more > 0 && lines.length < height) lines.push([span(`  and ${more} more gates`, "dim")]);
  return lines;
}

const measure = ({ value, threshold }: GateVerdict): string => `${value} / ${threshold}`;
