import { appendEntry } from "../../../src/ledger/entries.ts";
import { putFinding } from "../../../src/ledger/findings.ts";
import { changeStorm } from "../../../src/ledger/found/storms.ts";
import { freeze } from "../../../src/ledger/freezes.ts";
import { writeGeneration } from "../../../src/ledger/generations.ts";
import { quarantine } from "../../../src/ledger/image-verdicts.ts";
import { rollouts } from "../../../src/ledger/runs/rollouts.ts";
import { type CommandLine, commandLine, declareWeb, NOON } from "./command-line.ts";
import { finding, storm } from "./findings.ts";
import { entry, generation, rollout } from "./records.ts";

type Parts = NonNullable<Parameters<typeof commandLine>[0]>;

/** A ledger whose every free word is `words`. */
export async function ledgerOf(words: string, parts: Parts): Promise<CommandLine> {
  const line = commandLine(parts);
  const { ledger } = line.plane;
  await declareWeb(line.plane);
  await writeGeneration(ledger, generation({}), "absent");
  await appendEntry(ledger, entry({ reason: words, subject: words }));
  await putFinding(ledger, "web", finding({ observed: words, field: words.slice(0, 100) }), NOON);
  await changeStorm(ledger, "key", () => storm({ key: "key", field: words, acknowledged: null }));
  const by = { by: words, reason: words };
  await freeze(ledger, { fleet: "web", ...by, since: NOON, until: null });
  await quarantine(ledger, {
    imageId: "ami-0bad",
    reach: null,
    fleet: "web",
    rollout: "web-1",
    reason: words,
    at: NOON,
  });
  const waiting = { reason: words, since: NOON, until: NOON + 60_000, isDeclared: false };
  const ended = { endedAt: NOON, outcome: "rolled-back", outcomeReason: words } as const;
  await rollouts.write(ledger, rollout({ waiting, notFollowed: [words], ...ended }), "absent");
  return line;
}
