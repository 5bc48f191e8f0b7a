import type { RecycleModel } from "../../../dashboard/wire/run-model.ts";

export const LONG_REASON = `${"a reason that goes on and on, ".repeat(30)}${"x".repeat(1024)}`.slice(0, 1024);

const servers = (count: number, words: string) =>
  Array.from({ length: count }, (_, at) => ({
    id: `i-${String(at).padStart(17, "0")}`,
    zone: "ap-southeast-2a",
    words,
    tone: "moving" as const,
  }));

/** Two hundred and fifty servers that are replaced in place, 25 at once. */
export const LARGE_RECYCLE: RecycleModel = {
  generation: 1234,
  replaced: 17,
  all: 250,
  atOnce: 25,
  batch: 3,
  old: servers(25, "out of traffic"),
  fresh: servers(20, "its gates passed; waits for traffic"),
  awaited: 5,
  left: Array.from({ length: 8 }, (_, at) => ({
    id: `i-${String(at).padStart(17, "0")}`,
    reason: LONG_REASON,
  })),
};
