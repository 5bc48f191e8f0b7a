import { expect } from "vitest";
import { explain } from "../../../src/domain/explain/explain.ts";
import type { Explanation } from "../../../src/domain/explain/explanation.ts";
import { type RunRecord, runRecord } from "../../../src/domain/run/run-record.ts";
import type { Ledger, LedgerItem } from "../../../src/ledger/ledger.ts";

/** The files of scenarios whose sentences are read: of every kind of wait and end. */
const READ = new Set([
  "approval-before-shift",
  "bad-image",
  "blue-followed",
  "both-ill",
  "events",
  "except",
  "freeze",
  "legs",
  "needs-person",
  "retirement",
  "rule-writers",
  "schedules",
  "shift-windows",
  "slots",
  "spoken",
  "taking-up",
]);

/** Whether this test is one of them. */
const isRead = (): boolean =>
  READ.has(/([\w-]+)\.test\.ts$/.exec(expect.getState().testPath ?? "")?.[1] ?? "");

const RUN = /^(rollout|recycle|retirement)#/;
/** What a person has to end names what they type. */
const PERSONS: readonly Explanation["state"][] = ["needs-person", "approval", "frozen"];

/**
 * Reads the sentence of every state of a run that a scenario writes, and of every summary of a fleet: it names what it does and what ends
 * that, its cause where it waits for one, something that a person can do, and has at most 200 characters. Answers what checks that at the end.
 */
export function watchSentences(ledger: Ledger, now: () => number): () => void {
  const faults = new Set<string>();
  if (!isRead()) return () => undefined;
  const put = ledger.put.bind(ledger);
  const watched: Ledger["put"] = async (write, expected) => {
    const item = await put(write, expected);
    const found = faultsOf(item, now());
    for (const fault of found ?? []) faults.add(fault);
    return item;
  };
  Object.assign(ledger, { put: watched });
  return () => {
    expect([...faults]).toEqual([]);
  };
}

/** Null: it is nothing that anybody is told of in a sentence. */
function faultsOf({ partition, sort, body }: LedgerItem, now: number): string[] | null {
  if (partition === "summaries") return formFaults(body["sentence"] as string, body["gist"] as string);
  if (!RUN.test(sort)) return null;
  const parsed = runRecord.safeParse(body);
  // Those of an older version are read by the ledger alone.
  return parsed.success ? runFaults(parsed.data, explain(parsed.data, now)) : [];
}

function runFaults(run: RunRecord, { sentence, gist, state, detail, actions }: Explanation): string[] {
  const { waiting, endedAt, failure, abort } = run;
  const isOpen = endedAt === null && failure === null && abort === null;
  const cause = waiting !== null && !waiting.isDeclared && isOpen ? waiting.reason.slice(0, 10) : "";
  const isCaused = detail !== null || sentence.replaceAll("…", "").includes(cause.replace(/arn:.*/, ""));
  const does = actions.some(({ blockedReason }) => blockedReason === null);
  const commands = actions.filter(({ act, blockedReason }) => act !== "history" && blockedReason === null);
  const isPersons = run.kind === "rollout" && PERSONS.includes(state);
  return [
    ...formFaults(sentence, gist),
    ...(isCaused ? [] : [`names no cause (${waiting?.reason}): ${sentence}`]),
    ...(does ? [] : [`nothing can be done: ${sentence}`]),
    ...(isPersons && commands.length === 0 && !sentence.includes("moult ")
      ? [`names no next act: ${sentence}`]
      : []),
  ];
}

const formFaults = (sentence: string, gist: string): string[] => [
  ...(sentence.length <= 200 ? [] : [`is longer than 200: ${sentence}`]),
  ...(/\S; \S/.test(gist) || gist.startsWith("nothing was to be done") || gist.startsWith("runs ")
    ? []
    : [`names no end: ${sentence}`]),
  ...(/undefined|null|NaN|\[object/.test(sentence) ? [`is no sentence: ${sentence}`] : []),
];
