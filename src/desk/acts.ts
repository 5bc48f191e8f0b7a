import * as z from "zod";
import { type ApprovalAnswer, askIdText } from "../domain/approval/approval-ask.ts";
import { parseDeclaration } from "../domain/declaration/declaration.ts";
import { fleetName } from "../domain/declaration/fleet.ts";
import { imageId } from "../domain/image-id.ts";
import { LedgerConflict } from "../errors/errors.ts";
import { readFleet } from "../ledger/fleets.ts";
import type { StepContext } from "../step/step.ts";
import { acknowledgeStorm } from "../operator/acknowledge-storm.ts";
import { allowAccess } from "../operator/allow-access.ts";
import { applyDeclaration } from "../operator/apply-declaration.ts";
import { freezeFleet } from "../operator/freeze-fleet.ts";
import { liftImageQuarantine } from "../operator/lift-image-quarantine.ts";
import { rollBackFleet } from "../operator/roll-back-fleet.ts";
import { steerRollout } from "../operator/steer-rollout.ts";
import { refreshSummary } from "../rollout/summary/refresh-summary.ts";
import { answerApproval } from "../rollout/approval/answer-approval.ts";
import { retryRollout } from "../operator/retry-rollout.ts";
import { type PersonsSettlement, settleFleet } from "../operator/settle-fleet.ts";
import {
  type PersonsAsk,
  type StartEngine,
  startRollout,
  type StartedRollout,
} from "../operator/start-rollout.ts";
import { unfreezeFleet } from "../operator/unfreeze-fleet.ts";
import { unpinImage } from "../operator/unpin-image.ts";

/** What acts are carried out with, by the command itself or by the function `operate`. */
export interface ActDesk extends Pick<StepContext, "ledger" | "clock"> {
  readonly start: StartEngine;
  readonly settle: (fleet: string, said: PersonsSettlement) => Promise<StartedRollout>;
  /** Wakes a rollout that waits for a person, which looks at nothing meanwhile; not there: the next sweep does. */
  readonly wake?: (fleet: string) => Promise<unknown>;
}

/** Who acts, and how that is known. Never what the person sends: whoever carries the act out says it. */
export interface Who {
  readonly by: string;
  readonly proof: ApprovalAnswer["proof"];
}

/** An act: what a person asks for, and what carries it out. Its answer goes over the wire as JSON. */
const act = <Shape extends z.core.$ZodLooseShape, Done>(
  shape: Shape,
  run: (asked: z.output<z.ZodObject<Shape>> & Who, desk: ActDesk) => Promise<Done>,
) => ({ asked: z.strictObject(shape), run });

const words = z
  .string()
  .min(1, "must not be empty")
  .max(1024, "must have at most 1024 characters")
  .regex(/^\P{Cc}*$/u, "must have no control characters");
const instant = z.number().min(0);
const ask = {
  image: imageId.nullable(),
  until: instant.nullable(),
  launchedBefore: z.union([instant, z.literal("now")]).nullable(),
  reason: words.nullable(),
};

/** Every act of a person that needs the ledger and the machines alone: one line each, and the door has it. */
export const acts = {
  "acknowledge-storm": act({ key: words, reason: words }, acknowledgeStorm),
  "allow-access": act(
    {
      fleet: fleetName,
      server: words.nullable(),
      reason: words,
      seconds: instant,
      // Left out by who asks as an older version did.
      isolate: z.boolean().optional(),
    },
    allowAccess,
  ),
  answer: act(
    {
      fleet: fleetName,
      verdict: z.enum(["approved", "rejected"]),
      reason: words,
      image: imageId.nullable(),
      // Left out by who answers as an older version did.
      ask: askIdText.nullable().optional(),
    },
    answerApproval,
  ),
  apply: act({ file: words, declaration: words.max(100_000), revision: instant.nullable() }, apply),
  freeze: act({ fleet: fleetName.nullable(), reason: words, seconds: instant.nullable() }, freezeFleet),
  "lift-quarantine": act(
    {
      imageId,
      scope: z.union([z.strictObject({ fleet: fleetName }), z.literal("all")]).nullable(),
      reason: words,
    },
    liftImageQuarantine,
  ),
  retry: act({ fleet: fleetName, wanted: imageId.nullable(), ...ask }, (asked, desk) =>
    retryRollout({ fleet: asked.fleet, image: asked.wanted, ask: askOf(asked) }, desk).then(idOf),
  ),
  rollback: act({ fleet: fleetName, reason: words }, (asked, desk) =>
    rollBackFleet(asked, desk).then((went) =>
      "changed" in went ? went : { image: went.image, started: idOf(went.started) },
    ),
  ),
  settle: act({ fleet: fleetName, keep: z.enum(["blue", "green"]), reason: words }, (asked, desk) =>
    settleFleet(asked, desk).then(({ run, started }) => ({ run, started: started && idOf(started) })),
  ),
  start: act({ fleet: fleetName, ...ask }, (asked, desk) =>
    startRollout({ fleet: asked.fleet, ask: askOf(asked) }, desk).then(idOf),
  ),
  steer: act(
    {
      fleet: fleetName,
      act: z.enum(["pause", "resume", "promote", "abort"]),
      reason: words,
      seconds: instant,
    },
    steerRollout,
  ),
  unfreeze: act({ fleet: fleetName.nullable() }, (asked, desk) =>
    unfreezeFleet(asked, desk).then((lifted) => lifted ?? null),
  ),
  unpin: act({ fleet: fleetName }, (asked, desk) => unpinImage(asked, desk).then((pin) => pin ?? null)),
  /** Changes nothing: as whom the door would act. */
  whoami: act({}, async ({ by }) => ({ by })),
} as const;

export type ActName = keyof typeof acts;
export type Asked<Name extends ActName> = z.output<(typeof acts)[Name]["asked"]>;
export type Done<Name extends ActName> = Awaited<ReturnType<(typeof acts)[Name]["run"]>>;

const askOf = ({ image, until, launchedBefore, reason, by }: PersonsAsk): PersonsAsk => ({
  image,
  until,
  launchedBefore,
  reason,
  by,
});

const idOf = ({ id }: StartedRollout): { readonly id: string } => ({ id });

/** The declaration is read anew where it is written: nothing is believed of what was sent. */
async function apply(
  asked: Who & { readonly file: string; readonly declaration: string; readonly revision: number | null },
  desk: ActDesk,
) {
  const parsed = parseDeclaration(asked.declaration, asked.file);
  const before = await readFleet(desk.ledger, parsed.fleet.fleet);
  if ((before?.revision ?? null) !== asked.revision)
    throw new LedgerConflict(
      `the declaration of ${parsed.fleet.fleet} was changed meanwhile: look at it, and apply yours again`,
    );
  const applied = await applyDeclaration({ parsed, before, by: asked.by }, desk);
  await refreshList({ fleet: parsed.fleet.fleet }, desk);
  return applied;
}

/** Carries out one act for a person whose name is known. */
export async function performAct<Name extends ActName>(
  name: Name,
  asked: Asked<Name> & Who,
  desk: ActDesk,
): Promise<Done<Name>> {
  const run = acts[name].run as (asked: object, desk: ActDesk) => Promise<unknown>;
  const done = (await run(asked, desk)) as Done<Name>;
  await refreshList(asked, desk);
  const fleet = "fleet" in asked && HEARD.has(name) ? asked.fleet : null;
  // What was done is written down: who could not be woken hears of it from the next sweep.
  if (typeof fleet === "string") await desk.wake?.(fleet).catch(() => undefined);
  return done;
}

/** Lists show what was done at once. Who cannot write that leaves it to the next sweep; a freeze of every fleet is laid over each of them. */
async function refreshList(asked: object, desk: ActDesk): Promise<void> {
  if (!("fleet" in asked) || typeof asked.fleet !== "string") return;
  await refreshSummary(asked.fleet, {}, desk).catch(() => undefined);
}

/** What a rollout that waits for a person may have to hear. */
const HEARD: ReadonlySet<ActName> = new Set([
  "answer",
  "retry",
  "rollback",
  "settle",
  "steer",
  "unfreeze",
  "unpin",
]);
