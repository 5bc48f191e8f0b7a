/** What each exit code of the command line says; scripts may count on them. */
export const exitCodes = {
  done: 0,
  error: 1,
  changes: 2,
  rolledBack: 3,
  awaitingApproval: 4,
  refused: 5,
  timedOut: 6,
  detached: 130,
  ended: 143,
} as const;

export type ExitName = keyof typeof exitCodes;
export type ExitCode = (typeof exitCodes)[ExitName];

/** What each of them means, in the words of the help. */
export const exitMeanings: Readonly<Record<ExitName, string>> = {
  done: "done, or nothing was to be done",
  error: "an error; the message says what to try next",
  changes: "the plan has changes, where --detailed-exitcode asks for it",
  rolledBack: "the rollout was rolled back",
  awaitingApproval: "a person's approval is waited for, before the launch or before the first traffic",
  refused: "refused: frozen, quarantined, aborted before, or the rollout cannot be done",
  timedOut: "--timeout has passed",
  ended: "ended by SIGTERM, or its terminal was closed; the message says how to come back",
  detached: "interrupted with Ctrl-C; the message says how to come back",
};
