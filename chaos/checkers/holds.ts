import type { Target } from "../../src/domain/run/excepted.ts";
import type { DecidingState, Span } from "./deciding-states.ts";

/** A process whose clock is off sees what ends at an instant end so much earlier or later. */
const SKEW_MS = 5000;

/** A pin or a wait that ends at `end`, null never: whether every clock saw it in force all through the span. */
const surelyLasts = (end: number | null, { to }: Span): boolean => end === null || end - SKEW_MS > to;
const surelyEnded = (end: number, { from }: Span): boolean => end + SKEW_MS < from;

/**
 * Images that some clock took for wanted in the span, the declaration naming `named`: what the ledger says unless it is
 * given. Undefined: nothing names one.
 */
export function wantedImages(
  span: Span,
  named: string | undefined = span.wanted?.named?.image,
): Set<string | undefined> {
  const pin = span.wanted?.pin;
  if (pin == null) return new Set([named]);
  const { image, until, insteadOf } = pin;
  // Without an end it holds until the declaration names another image than it did.
  if (until === null)
    return new Set([insteadOf === null || (named ?? insteadOf) === insteadOf ? image : named]);
  if (surelyLasts(until, span)) return new Set([image]);
  return new Set(surelyEnded(until, span) ? [named] : [image, named]);
}

/** The template's version that servers are to be launched from. */
export const wantedVersion = ({ wanted, live }: DecidingState): number | undefined =>
  wanted?.template?.version ?? live?.template.baseVersion;

/** What stands against a target all through the span, by every clock; undefined: perhaps nothing does. */
export function surelyHeld(target: Target, span: Span): string | undefined {
  const { image } = target;
  if (span.quarantined.has(image)) return `${image} is in quarantine`;
  const refused = refusalOf(target, span);
  if (refused !== undefined) return `${refused.by} refused ${image}: ${refused.reason}`;
  const wait = span.attempts.last.find((each) => each.image === image)?.nextAt;
  return wait != null && surelyLasts(wait, span) ? `${image} is to be tried again later` : undefined;
}

/** Whether nothing stands against a target at any instant of the span, by any clock. */
export function surelyFree(target: Target, span: Span): boolean {
  const wait = span.attempts.last.find((each) => each.image === target.image)?.nextAt;
  const isWaited = wait != null && !surelyEnded(wait, span);
  const isRefused = refusalOf(target, span) !== undefined;
  const isFrozen = span.freezes.some(({ until }) => until === null || !surelyEnded(until, span));
  const isHeld = isWaited || isRefused || isFrozen || span.unsettled !== undefined || span.mayBeBraked(span);
  return !isHeld && !mayNeedYes(target, span) && !span.quarantined.has(target.image);
}

/** What is approved is begun by the next sweep, or by the one after that. */
const UNSEEN_MS = 960_000;

/** Whether it may still wait for a person's yes, or for a sweep to see it. */
const mayNeedYes = ({ image, templateVersion }: Target, { needsYes, approvals, live, from }: Span): boolean =>
  needsYes &&
  (live?.image !== image || live.template.baseVersion !== templateVersion) &&
  !approvals.some(
    (ask) =>
      ask.kind === "launch" &&
      ask.image === image &&
      ask.templateVersion === templateVersion &&
      ask.answer?.verdict === "approved" &&
      ask.answer.at + UNSEEN_MS < from,
  );

/** One that is older than the servers of the same target was for those before them. */
const refusalOf = ({ image, templateVersion }: Target, { except, live }: DecidingState) =>
  except.find(
    (each) =>
      each.image === image &&
      each.templateVersion === templateVersion &&
      (live?.image !== image ||
        live.template.baseVersion !== templateVersion ||
        each.since > launchedFrom(live)),
  );

/** Since when the live generation's servers have been launched; of an adopted group that is not known. */
export const launchedFrom = (live: DecidingState["live"]): number =>
  live?.template.ownedByMoult ? live.createdAt : 0;

/** The freeze in force all through the span, by every clock. */
export const surelyFrozen = (span: Span): string | undefined =>
  span.freezes.find(({ since, until }) => since < span.from && surelyLasts(until, span))?.reason;
