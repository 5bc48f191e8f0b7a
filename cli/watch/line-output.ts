import { formatDuration } from "../../src/domain/duration.ts";
import { shownRun } from "../../src/views/fleet/fleet-view.ts";
import { oneLine } from "../../src/errors/one-line.ts";
import type { Screen } from "../terminal/io.ts";
import { entryLine } from "../view/entry-line.ts";
import { renderLine } from "../view/span.ts";
import type { WatchOutput } from "./watch-output.ts";

/** Silence for longer than this looks like a hang; some CI services end a job that says nothing. */
const HEARTBEAT_MS = 30_000;
/** Lines are for files and logs: cut only what nobody would read. */
const WIDTH = 400;

/** One line for each new entry of the rollout's history and each change of phase, and a heartbeat on stderr. */
export function lineOutput(
  io: { readonly stdout: Screen; readonly stderr: Screen },
  id: string,
): WatchOutput {
  const printed = new Set<string>();
  let phase: string | undefined;
  let lastAt: number | undefined;
  return {
    wantsServers: false,
    show(model, now) {
      const { entries } = model;
      const run = shownRun(model);
      const lines: string[] = [];
      for (const entry of entries) {
        const key = JSON.stringify(entry);
        if (entry.rollout !== id || printed.has(key)) continue;
        printed.add(key);
        lines.push(renderLine(entryLine(entry), WIDTH, false));
      }
      if (run !== undefined && run.phase !== phase) {
        phase = run.phase;
        lines.push(`${timeOf(now)}  phase ${phase}`);
      }
      for (const line of lines) io.stdout.write(`${line}\n`);
      if (lines.length > 0 || lastAt === undefined) lastAt = now;
      if (now - lastAt < HEARTBEAT_MS) return;
      lastAt = now;
      io.stderr.write(`${timeOf(now)}  ${oneLine(heartbeat(run, now))}\n`);
    },
    end: () => undefined,
  };
}

function heartbeat(run: ReturnType<typeof shownRun>, now: number): string {
  if (run === undefined) return "still waiting to be admitted";
  const left = formatDuration((run.deadlineAt - now) / 1000);
  return `still ${run.phase}: ${run.waiting?.reason ?? "at work"}; ${left} left`;
}

const timeOf = (milliseconds: number): string => new Date(milliseconds).toISOString().slice(11, 19);
