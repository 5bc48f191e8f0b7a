import type { AnsweredApproval } from "../../../src/rollout/approval/answer-approval.ts";
import type { AddCommand } from "../../cli.ts";
import { endHelp } from "../../command-help.ts";
import { type ExitCode, exitCodes } from "../../exit-codes.ts";
import type { Session } from "../../session/session.ts";

interface AnswerOptions {
  readonly image?: string;
  readonly ask?: string;
  readonly reason?: string;
}

/** The two answers: what each is called, does, and makes of what was asked about. */
const ANSWERS = {
  approve: {
    verdict: "approved",
    about: "say yes to what of a fleet waits for approval: an image, a drift, or green's first traffic",
    example: 'moult rollout approve web --reason "tried it on staging"',
  },
  reject: {
    verdict: "rejected",
    about: "say no to what of a fleet waits for approval; only `moult rollout retry` begins it again",
    example: 'moult rollout reject web --reason "not before the release"',
  },
} as const;

const addAnswer =
  (name: keyof typeof ANSWERS): AddCommand =>
  (parent, cli) => {
    const { about, example } = ANSWERS[name];
    const command = parent
      .command(name)
      .description(about)
      .argument("<fleet>")
      .option("--ask <id>", "answer only if this is what waits, as the printed command names it")
      .option("--image <ami>", "answer only if this image is what waits")
      .option("--reason <text>", "why, for the ledger")
      .action((fleet: string, options: AnswerOptions, self) =>
        cli.run(self, (session) => answer(session, { fleet, name }, options)),
      );
    endHelp(command, { examples: [example], exits: ["done", "error"] });
  };

export const addRolloutApprove: AddCommand = addAnswer("approve");
export const addRolloutReject: AddCommand = addAnswer("reject");

async function answer(
  session: Session,
  { fleet, name }: { readonly fleet: string; readonly name: keyof typeof ANSWERS },
  { image, ask: id, reason: given }: AnswerOptions,
): Promise<ExitCode> {
  const { operatorAsk } = await import("../../session/operator-ask.ts");
  const { declaredFleet } = await import("../../../src/views/fleets/declared-fleet.ts");
  // Whose credentials these are is who answers.
  const plane = await session.plane({ aws: true });
  await declaredFleet(plane.ledger, fleet);
  const { user } = session.io.environment;
  const asked = operatorAsk(
    { ...(image !== undefined && { image }), ...(given !== undefined && { reason: given }) },
    { by: user, now: plane.clock.now() },
  );
  const { verdict } = ANSWERS[name];
  const caller = session.caller();
  const by = caller ?? user;
  const reason = asked.reason ?? `${verdict} by ${user}`;
  const proof = caller === null ? ("none" as const) : ("caller-identity" as const);
  const said = { fleet, verdict, reason, image: asked.image, ...(id !== undefined && { ask: id }) };
  const answered = await plane.act("answer", said, { by, proof });
  const { ask, changed, rollout } = answered;
  const value = { fleet, changed, kind: ask.kind, image: ask.image, rollout, answer: ask.answer };
  session.answer(`rollout-${name}`, value, wordsOf(fleet, answered));
  return exitCodes.done;
}

function wordsOf(fleet: string, { ask, changed, rollout }: AnsweredApproval): string {
  const { what, answer: given } = ask;
  const verdict = given?.verdict ?? "answered";
  if (!changed) return `${fleet}: ${what} was ${verdict} already; nothing was changed`;
  if (verdict === "rejected") {
    const then = rollout === null ? "it is not begun" : `rollout ${rollout} rolls back`;
    return `${fleet}: ${what} is rejected: ${then}, and moult rollout retry ${fleet} asks again`;
  }
  const then =
    rollout === null
      ? `the next sweep begins it, and moult rollout start ${fleet} does so now`
      : `rollout ${rollout} goes on at its next look`;
  return `${fleet}: ${what} is approved: ${then}`;
}
