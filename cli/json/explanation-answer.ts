import * as z from "zod";
import { explainedStates } from "../../src/domain/explain/explanation.ts";

const instant = z.number().describe("milliseconds since 1970");

/** The one sentence about a fleet or a run, as every surface has it. */
export const explanationAnswer = z.looseObject({
  tone: z.enum(["ok", "moving", "attention", "bad"]),
  state: z.enum(explainedStates),
  waitsFor: z
    .string()
    .nullable()
    .describe("by what it waits: gate, approval, window, freeze, quarantine, …; null: for nothing"),
  sentence: z
    .string()
    .describe("what it does, why it waits, what ends that and when; at most 200 characters, instants in UTC"),
  gist: z.string().describe("the sentence without what changes from look to look: another one is news"),
  since: instant.nullable(),
  endsAt: instant
    .nullable()
    .describe("when it ends by itself at the latest; null: a change or a person ends it"),
  nextPollAt: instant.nullable().describe("when the open run is looked at next"),
  otherwise: z.string().nullable().describe("what happens if it fails, or if nobody does anything"),
  detail: z.string().nullable().describe("the whole reason, where the sentence has its first part alone"),
  also: z.array(z.string()).describe("what else stands of it"),
  actions: z
    .array(
      z.looseObject({
        act: z.string(),
        command: z.string().describe("a whole command line; <text> stands for a person's reason"),
        does: z.string(),
        blockedReason: z.string().nullable().describe("null: it can be done now"),
      }),
    )
    .describe("what a person can do, those first that can be done"),
});
