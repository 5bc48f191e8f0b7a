import { strandedCommands } from "../../../src/domain/recycle/stranded.ts";
import {
  type Batch,
  leavesServers,
  type RecycleRecord,
  recyclePhases,
  serversOf,
} from "../../../src/domain/run/recycle.ts";
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
  const { generation, group, image, batch, left } = run;
  return {
    above: [
      [label("servers"), span(`of generation ${generation} (${group}), in place, by `), span(image, "green")],
      phaseLine(run, { way: WAY, ends: "", now }),
    ],
    below: [
      [label("replaced"), ...progress(run)],
      ...(batch === null || run.endedAt !== null ? [] : batchLines(batch, label)),
      ...left
        .slice(0, SHOWN)
        .map(
          ({ server, reason }, index): Line => [
            label(index === 0 ? "left" : ""),
            span(`${server}: ${reason}`, "yellow"),
          ],
        ),
      ...more(left.length - SHOWN, label),
    ],
  };
}

interface Place {
  readonly labelWidth: number;
  /** Milliseconds since 1970. */
  readonly now: number;
}

type Label = (text: string) => Line[number];

function progress(run: RecycleRecord): Line {
  const { replaced, atOnce, batch, endedAt } = run;
  const { length: all } = serversOf(run);
  const done = all === 0 ? 0 : Math.round((replaced.length * BAR) / all);
  const now = batch === null || endedAt !== null ? "" : ` · batch ${batch.number}, at most ${atOnce} at once`;
  return [
    span("█".repeat(done), "green"),
    span("░".repeat(BAR - done), "blue"),
    span(`  ${replaced.length} of ${all}${now}`),
  ];
}

const STATES: Readonly<Record<Batch["servers"][number]["state"], readonly [string, Style]>> = {
  serving: ["in traffic", "green"],
  leaving: ["leaves traffic", "yellow"],
  isolated: ["out of traffic", "yellow"],
  ending: ["ends", "dim"],
  gone: ["gone", "dim"],
  left: ["left alone", "yellow"],
};

/** The old servers and, in the order in which they came, those that take their place: no one of them belongs to another. */
function batchLines({ servers, substitutes, wanted }: Batch, label: Label): Line[] {
  const old = servers.slice(0, SHOWN).map(({ id, zone, state }): Line => {
    const [words, style] = STATES[state];
    return [span(`${id} (${zone}) `), span(words, style)];
  });
  const fresh = substitutes.slice(0, SHOWN).map((each): Line => {
    const [words, style] = substituteWords(each);
    return [span(`${each.id} (${each.zone}) `), span(words, style)];
  });
  const awaited = wanted - substitutes.length;
  if (awaited > 0) fresh.push([span(`${awaited} to be launched`, "dim")]);
  return [
    ...old.map((line, index): Line => [label(index === 0 ? "old" : ""), ...line]),
    ...more(servers.length - SHOWN, label),
    ...fresh.map((line, index): Line => [label(index === 0 ? "new" : ""), ...line]),
    ...more(substitutes.length - SHOWN, label),
  ];
}

function substituteWords({
  isEnding,
  isJudged,
  healthySince,
}: Batch["substitutes"][number]): readonly [string, Style] {
  if (isEnding) return ["ends", "dim"];
  if (healthySince !== null) return ["in traffic", "green"];
  return isJudged ? ["its gates passed; waits for traffic", "yellow"] : ["boots, or is judged", "yellow"];
}

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
