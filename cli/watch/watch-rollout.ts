import { formatInstant } from "../../src/domain/format-instant.ts";
import type { ControlPlane } from "../../src/engine/control-plane-port.ts";
import { ServiceUnavailable } from "../../src/errors/errors.ts";
import { type FleetView, shownRun } from "../../src/views/fleet/fleet-view.ts";
import { readFleetView } from "../../src/views/fleet/read-fleet-view.ts";
import { readServers } from "../../src/views/fleet/read-servers.ts";
import type { ViewServer } from "../../src/views/fleet/server-states.ts";
import { type Ending, endingOf } from "../../src/views/rollout/rollout-ending.ts";
import { comeBack } from "../come-back.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import type { Offer } from "../session/leaving.ts";
import { isLive } from "../session/output.ts";
import type { Session } from "../session/session.ts";
import { awaitedYes, sayAwaited } from "./awaited-yes.ts";
import { exitCodeOf } from "./exit-code-of.ts";
import { jsonOutput } from "./json-output.ts";
import { lineOutput } from "./line-output.ts";
import { liveOutput } from "./live-output.ts";
import type { WatchOutput } from "./watch-output.ts";

interface Watched {
  readonly fleet: string;
  readonly id: string;
  /** Resolves when the engine of this process has nothing left to do for it; missing when it runs elsewhere. */
  readonly settled?: Promise<void>;
}

/** The ledger is looked at this often; AWS, whose calls are counted, less often. */
const POLL_MS = 1_000;
const SERVERS_MS = 5_000;
/** A call that is under way has ended by then (src/errors/time-limits.ts). */
const CALL_MS = 25_000;

/**
 * Shows a rollout, or a replacement of servers in place, until it has ended, waits for a person's yes without this process, or the person leaves; answers the exit code of how it
 * ended.
 */
export async function watchRollout(session: Session, watched: Watched): Promise<ExitCode> {
  const { fleet, id, settled } = watched;
  const { ledger, clock, ...plane } = await session.plane();
  session.whenLeft(comeBack(session, { fleet, id, holder: null }));
  const output = await outputOf(session, id);
  const servers = output.wantsServers ? serverSource(plane) : undefined;
  let over = false;
  const engine = settled?.then(() => {
    over = true;
  });
  try {
    for (;;) {
      const last = over;
      const model = await readFleetView(ledger, { fleet, id, now: clock.now() });
      if (session.left.aborted) return exitCodes.detached;
      session.whenLeft(
        comeBack(session, { fleet, id, holder: model.holder ?? null }),
        giveBackOffer(session, watched, model),
      );
      output.show({ ...model, servers: servers?.(model, clock.now()) }, clock.now());
      const code = await codeOfEnd(session, watched, { model, output, engine });
      if (code !== undefined) return code;
      if (last) throw stopped(watched, model);
      const pause = clock.sleep(POLL_MS, session.left);
      await (engine && !over ? Promise.race([pause, engine]) : pause);
    }
  } finally {
    output.end();
  }
}

interface Seen {
  readonly model: FleetView;
  readonly output: WatchOutput;
  readonly engine: Promise<void> | undefined;
}

/** What the command ends with, once it has said why; undefined: it watches on. */
async function codeOfEnd(
  session: Session,
  watched: Watched,
  { model, output, engine }: Seen,
): Promise<ExitCode | undefined> {
  const ending = endingOf(model, watched.id);
  if (ending) {
    output.end();
    const code = sayEnding(session, watched, { ending, model });
    await untilSettled(session, engine);
    return code;
  }
  const yes = await awaitedYes(session, model, watched.settled);
  if (yes === null) return undefined;
  output.end();
  sayAwaited(session, yes, model);
  return exitCodes.awaitingApproval;
}

/**
 * The record ends before its execution does: a process that ends in between keeps the fleet's lease from everybody, and kills
 * what the end has begun.
 */
async function untilSettled(session: Session, engine: Promise<void> | undefined): Promise<void> {
  if (engine === undefined || session.left.aborted) return;
  const { clock } = await session.plane();
  let over = false;
  const ended = engine.finally(() => {
    over = true;
  });
  await Promise.race([ended, clock.sleep(POLL_MS, session.left)]);
  if (over) return;
  session.say("Waiting until what it has begun has ended ...");
  while (!over && !session.left.aborted) await Promise.race([ended, clock.sleep(POLL_MS, session.left)]);
}

/** Of a rollout that this process carries: others wait for its lease, unless it is given back. */
function giveBackOffer(
  session: Session,
  { fleet, settled }: Watched,
  { holder }: FleetView,
): Offer | undefined {
  if (settled === undefined || holder?.carrier?.kind !== "process") return undefined;
  const { host, pid, user: by } = session.io.environment;
  const until = formatInstant(holder.until);
  return {
    what: `A sweep takes it over from ${until} on, unless its lease is given back now.`,
    name: fleet,
    act: async () => {
      const { giveBackFleet } = await import("../../src/operator/give-back-fleet.ts");
      const given = await giveBackFleet({ fleet, by, host, pid }, await session.plane());
      // Calls under way end; every further one is refused.
      const { clock } = await session.plane();
      if (given !== undefined) await Promise.race([settled.catch(() => undefined), clock.sleep(CALL_MS)]);
      return given === undefined
        ? `${fleet} is not held by this process any more.`
        : `Given back: \`moult rollout take-up ${fleet}\` takes it up where it stands, \`moult sweep\` rolls it back.`;
    },
  };
}

async function outputOf(session: Session, id: string): Promise<WatchOutput> {
  const { io, settings } = session;
  if (settings.json) return jsonOutput(session);
  if (!isLive(session)) return lineOutput(io, id);
  const live = liveOutput(io.stdout, {
    colour: !io.environment.noColour,
    hasKeys: io.ask !== undefined,
    leave: () => session.leave(),
  });
  await session.holdTerminal((key) => live.onKey(key));
  return live;
}

/** Answers the servers as last read, and reads them again in the background: AWS may be slow or away, the view is not. */
function serverSource(plane: Pick<ControlPlane, "adoption">) {
  let known: readonly ViewServer[] | undefined;
  let askAt = Number.NEGATIVE_INFINITY;
  return (model: FleetView, now: number): readonly ViewServer[] | undefined => {
    if (now >= askAt) {
      askAt = now + SERVERS_MS;
      readServers(plane, { ...model, now }).then(
        (servers) => {
          known = servers;
        },
        // What was known stays on the screen; the rollout itself tells of its trouble with AWS.
        () => undefined,
      );
    }
    return known;
  };
}

/** A watch under --json has told the record already; of a rollout that was not admitted there is none. */
function sayEnding(
  session: Session,
  { fleet, id }: Watched,
  { ending, model }: { readonly ending: Ending; readonly model: FleetView },
): ExitCode {
  const { outcome, reason } = ending;
  session.answer("rollout-ended", { fleet, id, outcome, reason }, `${fleet}: ${outcome}: ${reason}`);
  if (outcome === "rolled-back") session.say(`See why: \`moult history ${fleet} --rollout ${id}\`.`);
  return exitCodeOf(ending, model.standing?.decision.because === "approval");
}

function stopped({ fleet, id }: Watched, model: FleetView): Error {
  return new ServiceUnavailable(
    `rollout ${id} stopped in ${shownRun(model)?.phase ?? "Admit"} before its end: see \`moult history ${fleet} --rollout ${id}\`, ` +
      `then start it again with \`moult rollout start ${fleet}\``,
  );
}
