import { formatDuration } from "../../../src/domain/duration.ts";
import type { FleetOutlook } from "../../../src/views/calendar/fleet-outlook.ts";
import type { ServerOutlook } from "../../../src/views/calendar/server-outlook.ts";
import { layTable } from "../../terminal/table/lay-table.ts";
import { COLUMNS, paragraph } from "./paragraph.ts";
import type { ZoneTime } from "./zone-time.ts";

/** What there is to be known of one fleet beside its runs. */
export function fleetLines(
  { now, length, overlap, permitted, runs }: FleetOutlook,
  time: ZoneTime,
): string[] {
  const times = permitted.map(({ from, to }) => `${time.instant(from)} to ${time.instant(to)}`);
  const why = runs.flatMap((run) => {
    const more = run.dueCount > run.due.length ? `; and ${run.dueCount - run.due.length} more` : "";
    return paragraph(`${time.instant(run.at)}  ${run.due.join("; ")}${more}`, "  ");
  });
  return [
    ...paragraph(`now: ${now.because}: ${now.reason}`, "  "),
    ...paragraph(
      `may begin: ${times.length === 0 ? "no permitted time in these days" : times.join(", ")}`,
      "  ",
    ),
    ...paragraph(`a run takes ${spanWords(length)}, and servers run twice for ${spanWords(overlap)}`, "  "),
    ...(why.length === 0 ? [] : ["for:", ...why]),
  ];
}

const SERVERS = [
  { head: "SERVER" },
  { head: "LAUNCHED" },
  { head: "DUE FOR AGE" },
  { head: "REPLACED" },
  { head: "" },
];

/** One line a server, the first that is due the first. */
export function serverLines(servers: readonly ServerOutlook[], time: ZoneTime): string[] {
  const rows = servers.map(({ server, launchedAt, dueAt, findings, replacedAt }) => [
    server,
    launchedAt === null ? "?" : time.instant(launchedAt),
    dueAt === null ? "" : time.instant(dueAt),
    replacedAt === null ? "not in these days" : time.instant(replacedAt),
    findings.length === 0 ? "" : `${findings.length} found`,
  ]);
  return [...layTable(SERVERS, rows, COLUMNS).lines];
}

/** How long something takes, and how that is known. */
const spanWords = ({ seconds, isMeasured }: FleetOutlook["length"]): string =>
  `${formatDuration(seconds)} (${isMeasured ? "measured" : "by its declaration; none was measured"})`;
