/**
 * Which commands ask before they act, and when. The rule: what lets go of something that holds a fleet, or moves traffic or servers that
 * would stay without it, asks. What holds back never does: it may have to be quick, and one command takes it back. So does nothing that
 * would be done anyway.
 */
interface Consent {
  /** In which case it asks, as the end of a sentence that begins with "it asks". */
  readonly asks: string;
  /** What a person types, and repeats with --confirm. */
  readonly typed: string;
}

/** By the command's words. docs/runbook.md prints it. */
export const consents = {
  "fleet apply": { asks: "where servers run and what their declaration says changes", typed: "the fleet" },
  "fleet release": { asks: "always", typed: "the fleet" },
  "rollout start": {
    asks: "where every server is replaced (--force), or a rollout to another image rolls back for it",
    typed: "the fleet",
  },
  "rollout retry": { asks: "where a rollout to another image rolls back for it", typed: "the fleet" },
  "rollout abort": { asks: "where green has traffic, which goes back", typed: "the fleet" },
  "rollout unpin": { asks: "always", typed: "the fleet" },
  "rollout take-up": { asks: "where a rollout is to be taken up", typed: "the fleet" },
  "rollout promote": { asks: "where a rollout runs, which goes on with fewer looks", typed: "the fleet" },
  "rollout rollback": { asks: "always", typed: "the fleet" },
  settle: { asks: "where the fleet needs a person", typed: "the fleet" },
  unfreeze: { asks: "always", typed: "the fleet, or all" },
  "quarantine lift": { asks: "where the image is in quarantine", typed: "the image" },
  "findings acknowledge": {
    asks: "where the storm was not acknowledged before",
    typed: "the storm, as it was named",
  },
} as const satisfies Readonly<Record<string, Consent>>;

export type AskingCommand = keyof typeof consents;

/** Commands that change something and never ask, with why. */
export const unasked: Readonly<Record<string, string>> = {
  "fleet adopt": "it changes nothing in AWS; file and group are named",
  freeze: "it holds back; `moult unfreeze` takes it back",
  "rollout pause": "it holds back, and ends by itself",
  "rollout resume": "it ends a pause, which ends by itself anyway",
  "rollout approve": "it is a person's yes itself",
  "rollout reject": "it holds back",
  sweep: "it does what is done every five minutes anyway",
  "access allow":
    "it ends by itself; with --isolate one server is replaced, which is named, and its substitute serves before",
};
