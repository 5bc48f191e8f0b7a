import * as z from "zod";
import { explanationAnswer } from "./explanation-answer.ts";

/** A record of the ledger as it is (src/ledger): its keys are its own. */
const record = z.looseObject({});
const records = z.array(record);

/** How one fleet stands, whole. */
export const statusAnswer = {
  fleet: z.string(),
  explanation: explanationAnswer,
  frozen: record.nullable(),
  attention: records,
  unsent: record.nullable(),
  rollout: record
    .nullable()
    .describe("the newest; null where a replacement of servers in place is the newest run"),
  recycle: record.nullable().describe("servers that are replaced in place, where that is the newest run"),
  holder: record.nullable().describe("who carries the open run: carrier, words, until"),
  retirements: records,
  generations: records,
  except: records,
  wanted: record.nullable(),
  decision: record.nullable(),
  findings: z.looseObject({ count: z.number(), mostUrgent: records }),
  ageDue: record.nullable(),
  servers: records.optional(),
};
