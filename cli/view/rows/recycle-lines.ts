import { strandedCommands } from "../../../src/domain/recycle/stranded.ts";
import { leavesServers, type RecycleRecord, recyclePhases } from "../../../src/domain/run/recycle.ts";
import { type RecycleRows, recycleRows } from "../../../src/views/rollout/recycle-rows.ts";
import { phaseLine } from "./phase-line.ts";
import { type Line, span, type Style } from "../span.ts";

/** The way of a recycle that succeeds; RestoreServers is the way out of it. */
const WAY = recyclePhases.filter((phase) => phase !== "RestoreServers");
const BAR = 20;
/** So many servers of a batch have a line of their own; `--json` has all. */
const SHOWN = 4;

/** What is shown of servers that are replaced in place: how far it is, and each server of the batch with who takes its place. */
export function recycleLines(
  run: RecycleRecord,
  { labelWidth, now }: Place,
): { readonly above: Line[]; readonly below: Line[] } {
  const label = (text: string) => span(text.padEnd(labelWidth), "dim");
  const rows = recycleRows(run);
  const left = rows.left.slice(0, SHOWN).map(({ id, reason }): Line => [span(`${id}: ${reason}`, "yellow")]);
  return {
    above: [
      [
        label("servers"),
        span(`of generation ${run.generation} (${run.group}), in place, by `),
        span(run.image, "green"),
      ],
      phaseLine(run, { way: WAY, ends: "", now }),
    ],
    below: [
      [label("replaced"), ...progress(rows)],
      ...labelled("old", rows.old.slice(0, SHOWN).map(serverLine), label),
      ...more(rows.old.length - SHOWN, label),
      ...labelled("new", freshLines(rows), label),
      ...more(rows.fresh.length - SHOWN, label),
      ...labelled("left", left, label),
      ...more(rows.left.length - SHOWN, label),
    ],
  };
}

interface Place {
  readonly labelWidth: number;
  /** Milliseconds since 1970. */
  readonly now: number;
}

type Label = (text: string) => Line[number];

const labelled = (text: string, lines: readonly Line[], label: Label): Line[] =>
  lines.map((line, index): Line => [label(index === 0 ? text : ""), ...line]);

function progress({ replaced, all, batch, atOnce }: RecycleRows): Line {
  const done = all === 0 ? 0 : Math.round((replaced * BAR) / all);
  const now = batch === null ? "" : ` · batch ${batch}, at most ${atOnce} at once`;
  return [
    span("█".repeat(done), "green"),
    span("░".repeat(BAR - done), "blue"),
    span(`  ${replaced} of ${all}${now}`),
  ];
}

const STYLES: Readonly<Record<RecycleRows["old"][number]["tone"], Style>> = {
  ok: "green",
  moving: "yellow",
  muted: "dim",
};

const serverLine = ({ id, zone, words, tone }: RecycleRows["old"][number]): Line => [
  span(`${id} (${zone}) `),
  span(words, STYLES[tone]),
];

const freshLines = ({ fresh, awaited }: RecycleRows): Line[] => [
  ...fresh.slice(0, SHOWN).map(serverLine),
  ...(awaited > 0 ? [[span(`${awaited} to be launched`, "dim")]] : []),
];

const more = (count: number, label: Label): Line[] =>
  count > 0 ? [[label(""), span(`and ${count} more, see --json`, "dim")]] : [];

/** What a person does after it: nothing where it ended well. */
export function recycleNextLines(run: RecycleRecord, labelWidth: number): Line[] {
  const { fleet, id, group, outcome, stranded } = run;
  const commands =
    leavesServers(run) && stranded !== null
      ? strandedCommands(stranded, { group, size: stranded.size })
      : outcome === "rolled-back"
        ? [`moult rollout retry ${fleet}`]
        : [];
  const all = commands.length > 0 ? [...commands, `moult history ${fleet} --rollout ${id}`] : [];
  return all.map((command, index) => [
    span((index === 0 ? "do" : "").padEnd(labelWidth), "dim"),
    span(command, "bold"),
  ]);
}
