import { findingsActedOn } from "./checkers/invariants/findings/findings-acted-on.ts";
import { found } from "./checkers/invariants/findings/found.ts";
import { loginsKept } from "./checkers/invariants/findings/logins-kept.ts";
import { noticesFound } from "./checkers/invariants/findings/notices-found.ts";
import { publishedOnce } from "./checkers/invariants/findings/published-once.ts";
import type { Invariant } from "./checkers/invariant.ts";
import { asDeclared } from "./checkers/invariants/outcomes/as-declared.ts";
import { approved } from "./checkers/invariants/brakes/approved.ts";
import { brakes } from "./checkers/invariants/brakes/brakes.ts";
import { audited } from "./checkers/invariants/audited.ts";
import { blueIsSafe } from "./checkers/invariants/blue-is-safe.ts";
import { capacity } from "./checkers/invariants/capacity.ts";
import { converged } from "./checkers/invariants/converged.ts";
import { followed } from "./checkers/invariants/outcomes/followed.ts";
import { freeze } from "./checkers/invariants/freeze.ts";
import { leastPrivilege } from "./checkers/invariants/least-privilege.ts";
import { noEmptyTarget } from "./checkers/invariants/no-empty-target.ts";
import { noForce } from "./checkers/invariants/no-force.ts";
import { noLeftovers } from "./checkers/invariants/no-leftovers.ts";
import { nothingHeldBegun } from "./checkers/invariants/nothing-held-begun.ts";
import { oneRunAState } from "./checkers/invariants/one-run-a-state.ts";
import { oneWriter } from "./checkers/invariants/one-writer.ts";
import { pinned } from "./checkers/invariants/pinned.ts";
import { recycled } from "./checkers/invariants/recycle/recycled.ts";
import { quarantine } from "./checkers/invariants/quarantine.ts";
import { blamesFairly } from "./checkers/invariants/outcomes/blames-fairly.ts";
import { givesBack } from "./checkers/invariants/outcomes/gives-back.ts";
import { inTime } from "./checkers/invariants/outcomes/in-time.ts";
import { lasts } from "./checkers/invariants/outcomes/lasts.ts";
import { served } from "./checkers/invariants/outcomes/served.ts";
import { blamed } from "./checkers/invariants/outcomes/blamed.ts";
import { ends } from "./checkers/invariants/outcomes/ends.ts";
import { endsByCause } from "./checkers/invariants/outcomes/ends-by-cause.ts";
import { goesLive } from "./checkers/invariants/outcomes/goes-live.ts";
import { rests } from "./checkers/invariants/outcomes/rests.ts";
import { rings } from "./checkers/invariants/outcomes/rings.ts";
import { steered } from "./checkers/invariants/steering/steered.ts";
import { untouched } from "./checkers/invariants/outcomes/untouched.ts";
import { spoken } from "./checkers/invariants/outcomes/spoken.ts";
import { wantedOrLive } from "./checkers/invariants/wanted-or-live.ts";

/** What must always hold, by the names of docs/design.md. Adding one: a file in invariants/, a row here, a test. */
const INVARIANTS: readonly (() => Invariant)[] = [
  oneWriter,
  freeze,
  audited,
  noForce,
  recycled,
  leastPrivilege,
  pinned,
  quarantine,
  blueIsSafe,
  noEmptyTarget,
  capacity,
  served,
  followed,
  noLeftovers,
  nothingHeldBegun,
  brakes,
  approved,
  oneRunAState,
  wantedOrLive,
  converged,
  found,
  findingsActedOn,
  publishedOnce,
  loginsKept,
  noticesFound,
  asDeclared,
  lasts,
  inTime,
  ends,
  givesBack,
  spoken,
  blamesFairly,
  endsByCause,
  goesLive,
  blamed,
  rings,
  rests,
  untouched,
  steered,
];

/** The invariants of one run, but for those that are left out by name; some of them remember what they saw. */
export const openInvariants = (without: readonly string[] = []): Invariant[] =>
  INVARIANTS.map((open) => open()).filter(({ name }) => !without.includes(name));
