/**
 * So long after the last thing that was done to it a record of the past is kept: a year and a month, so that an audit of a year finds
 * all of it. What is open, stands, or is a person's to settle has no end.
 */
const RETENTION_MS = 400 * 86_400_000;

export const keptUntil = (instant: number): number => instant + RETENTION_MS;

/** What an event said and nothing came of: who may put events can say it as often as they like, and nobody audits it. */
const HEARD_MS = 30 * 86_400_000;

export const heardUntil = (instant: number): number => instant + HEARD_MS;
