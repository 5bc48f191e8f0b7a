import type { ApprovalAsk } from "../../src/domain/approval/approval-ask.ts";
import type { Attempts } from "../../src/domain/decide/attempts.ts";
import type { Wanted } from "../../src/domain/decide/wanted.ts";
import type { Excepted } from "../../src/domain/run/excepted.ts";
import type { Finding } from "../../src/domain/findings/finding.ts";
import type { Generation } from "../../src/domain/generation.ts";
import type { StoredStorm } from "../../src/ledger/found/storms.ts";
import type { LeftOut } from "../../src/domain/recycle/left-out.ts";
import type { Freeze } from "../../src/ledger/freezes.ts";
import { mayHold } from "./brakes/closed-times.ts";
import {
  type LedgerView,
  openRecycles,
  openRollouts,
  standing,
  standingVerdict,
  unsettledRollout,
} from "../world/ledger-view.ts";

/** What the ledger said, between two writes, of all that a fleet is decided by. */
export interface DecidingState {
  readonly wanted: Wanted | null;
  readonly except: readonly Excepted[];
  readonly approvals: readonly ApprovalAsk[];
  /** Whether another image or template version needs a person's yes before it is launched. */
  readonly needsYes: boolean;
  readonly attempts: Attempts;
  /** Servers that are left alone for now. */
  readonly left: readonly LeftOut[];
  /** Those that stand. */
  readonly findings: readonly Finding[];
  /** Those that are not over. */
  readonly storms: readonly StoredStorm[];
  readonly quarantined: ReadonlySet<string>;
  readonly freezes: readonly Freeze[];
  readonly live: Generation | undefined;
  /** The run that had not ended. */
  readonly open: string | undefined;
  /** That run, if it is a recycle. */
  readonly recycling: string | undefined;
  /** The run that needs a person. */
  readonly unsettled: string | undefined;
  /** Whether a window, a calendar, the budget or a slot may have held something back at some instant of this time. */
  readonly mayBeBraked: (time: { readonly from: number; readonly to: number }) => boolean;
}

/** A state, and for how long of a certain time it held. */
export interface Span extends DecidingState {
  readonly from: number;
  readonly to: number;
}

export interface DecidingStates {
  /** Takes down how the ledger stands, after a write of this kind. */
  follow(sort: string, now: number): void;
  /** The states that held at some instant from `since` until now, the oldest first. */
  since(since: number, now: number): readonly Span[];
}

/** Kinds of records that a fleet is decided by; verdicts lie under the image's id. */
const DECIDING =
  /^(wanted|except|approvals|attempts|left-out|freeze|finding#|storm#|generation#|rollout#|recycle#|ami-)/;

export function trackDecidingStates(view: LedgerView): DecidingStates {
  const kept: { readonly at: number; readonly state: DecidingState }[] = [];
  return {
    follow: (sort, at) => {
      if (!DECIDING.test(sort)) return;
      const state = stateOf(view);
      const last = kept.at(-1)?.state;
      if (last === undefined || !isSame(last, state)) kept.push({ at, state });
    },
    since: (since, now) => {
      let first = kept.length - 1;
      while (first > 0 && (kept[first]?.at ?? 0) > since) first -= 1;
      return kept.slice(Math.max(0, first)).map(({ at, state }, index, all) => ({
        ...state,
        from: Math.max(at, since),
        to: all[index + 1]?.at ?? now,
      }));
    },
  };
}

function stateOf(view: LedgerView): DecidingState {
  const quarantined = [...view.verdicts.values()].filter(({ lifted }) => lifted === null);
  return {
    wanted: view.wanted,
    except: view.except,
    approvals: view.approvals,
    needsYes: view.needsYes,
    attempts: view.attempts,
    left: view.left,
    findings: standing(view),
    storms: [...view.storms.values()].filter(({ endedAt }) => endedAt === null),
    quarantined: new Set(
      quarantined
        .filter(({ imageId }) => standingVerdict(imageId, view) !== undefined)
        .map(({ imageId }) => imageId),
    ),
    freezes: [...view.freezes.values()],
    live: [...view.generations.values()].find(({ state }) => state === "live"),
    open: (openRollouts(view)[0] ?? openRecycles(view)[0])?.id,
    recycling: openRecycles(view)[0]?.id,
    unsettled: unsettledRollout(view)?.id,
    mayBeBraked: (time) => mayHold(view.brakes, view.begun, time),
  };
}

/** Records are replaced when they are written, so the same one is the same object. */
const isSame = (one: DecidingState, other: DecidingState): boolean =>
  one.wanted === other.wanted &&
  one.except === other.except &&
  one.approvals === other.approvals &&
  one.attempts === other.attempts &&
  one.left === other.left &&
  one.live === other.live &&
  one.open === other.open &&
  one.unsettled === other.unsettled &&
  one.findings.length === other.findings.length &&
  one.findings.every((each, index) => each === other.findings[index]) &&
  one.storms.length === other.storms.length &&
  one.storms.every((each, index) => each === other.storms[index]) &&
  one.freezes.length === other.freezes.length &&
  one.freezes.every((each, index) => each === other.freezes[index]) &&
  one.quarantined.size === other.quarantined.size;
