import { formatDuration } from "../../src/domain/duration.ts";
import type { Generation } from "../../src/domain/generation.ts";
import type { FleetView } from "../../src/views/fleet/fleet-view.ts";
import type { ViewServer } from "../../src/views/fleet/server-states.ts";
import { instant } from "../terminal/instant.ts";
import { padded, textWidth } from "../terminal/text-width.ts";
import { type Line, span } from "./span.ts";

/** One line a generation: its group, whether it is blue or green, its state, image and servers. */
export function generationLines({ generations, rollout, servers }: FleetView): Line[] {
  const rows = generations.map((each) => ({
    group: each.group,
    side: rollout && rollout.endedAt === null ? sideOf(each, rollout) : "",
    state: each.state,
    image: each.image,
    about:
      servers === undefined
        ? ""
        : aboutServers(servers.filter(({ generation }) => generation === each.number)),
  }));
  const width = (of: (row: (typeof rows)[number]) => string) =>
    Math.max(0, ...rows.map((row) => textWidth(of(row))));
  const widths = {
    group: width(({ group }) => group),
    side: width(({ side }) => side),
    state: width(({ state }) => state),
  };
  return rows.map(({ group, side, state, image, about }) => [
    span(`${padded(group, widths.group)}  `),
    ...(widths.side === 0
      ? []
      : [span(`${padded(side, widths.side)}  `, side === "green" ? "green" : "blue")]),
    span(`${padded(state, widths.state)}  ${image}`),
    span(about === "" ? "" : `  ${about}`, "dim"),
  ]);
}

const sideOf = ({ number }: Generation, { blue, green }: { blue: number | null; green: number }): string =>
  number === green ? "green" : number === blue ? "blue" : "";

function aboutServers(servers: readonly ViewServer[]): string {
  const present = servers.filter(({ state }) => state !== "gone");
  const oldest = Math.max(-1, ...present.map(({ ageSeconds }) => ageSeconds ?? -1));
  const count = `${present.length} server${present.length === 1 ? "" : "s"}`;
  return oldest < 0 ? count : `${count}, oldest ${formatDuration(oldest)}`;
}

/** The newest are shown; `--json` has all. */
const RETIREMENTS = 2;

/** What is left of released generations: what each waits for, since when, and until when it may take. */
export function retirementLines({ retirements }: Pick<FleetView, "retirements">, label: number): Line[] {
  const lines = retirements
    .slice(0, RETIREMENTS)
    .flatMap(({ generation, waitsFor, since, until }): Line[] => [
      [
        span("retires".padEnd(label), "dim"),
        span(`generation ${generation}: ${waitsFor ?? "for nothing, at work"}`),
      ],
      [span("".padEnd(label)), span(`since ${instant(since)} · until ${instant(until)} at most`, "dim")],
    ]);
  const more = retirements.length - RETIREMENTS;
  return more > 0 ? [...lines, [span("".padEnd(label)), span(`and ${more} more, see --json`, "dim")]] : lines;
}
