import * as z from "zod";

const answer = z.strictObject({
  verdict: z.enum(["approved", "rejected"]),
  /** Who, as `proof` has it. */
  by: z.string().min(1),
  /**
   * How it is known who answered: AWS named the caller, to the command line or behind the function's URL; nobody proved it; or
   * nobody answered until the deadline.
   */
  proof: z.enum(["caller-identity", "function-url", "none", "deadline"]),
  reason: z.string().min(1),
  /** Milliseconds since 1970. */
  at: z.number(),
  /** Whether history has it, and the event of it is kept. */
  isRecorded: z.boolean(),
});
export type ApprovalAnswer = Readonly<z.infer<typeof answer>>;

/** Something for which a person's yes is waited. Instants are milliseconds since 1970. */
const approvalAsk = z.strictObject({
  /** A change of image or template version, drifts of mode `approve`, or the first traffic of one green. */
  kind: z.enum(["launch", "drift", "shift"]),
  /** All that the answer is bound to: for anything else it is none. */
  key: z.string().min(1),
  image: z.string().min(1),
  templateVersion: z.number(),
  template: z.string().min(1),
  /** What is asked about, in words. */
  what: z.string().min(1),
  /** `shift`: the rollout, and the group that it made. */
  rollout: z.string().nullable(),
  green: z.string().nullable(),
  askedAt: z.number(),
  /** Nobody can answer from then on. */
  until: z.number(),
  onDeadline: z.enum(["reject", "proceed"]),
  answer: answer.nullable(),
});
export type ApprovalAsk = Readonly<z.infer<typeof approvalAsk>>;

/** The newest of each kind, the newest first: what is asked next of a kind takes the place of what was. */
export const approvalAsks = z.array(approvalAsk).max(3);

/** As it is typed. */
export const askIdText = z
  .string()
  .regex(/^[0-9a-z]{2,14}$/, "must be the id of an ask, as the command that was printed with it has it");

/** What there is to be asked, before it is. */
export type ApprovalSubject = Pick<
  ApprovalAsk,
  "kind" | "key" | "image" | "templateVersion" | "template" | "what" | "rollout" | "green"
>;

/** How an ask stands: waited for, answered by a person or by its deadline, or due to be answered by that. */
type ApprovalStanding = "unasked" | "waiting" | "approved" | "rejected";

export function approvalStanding(ask: ApprovalAsk | undefined, now: number): ApprovalStanding {
  if (ask === undefined) return "unasked";
  if (ask.answer !== null) return ask.answer.verdict;
  if (now < ask.until) return "waiting";
  return ask.onDeadline === "proceed" ? "approved" : "rejected";
}

/** With one more ask, in place of the one of its kind. The same one is not asked again. */
export function withAsk(asks: readonly ApprovalAsk[], ask: ApprovalAsk): readonly ApprovalAsk[] {
  if (asks.some(({ key }) => key === ask.key)) return asks;
  return [ask, ...asks.filter(({ kind }) => kind !== ask.kind)];
}

/** With an answer; the same where that ask is not there, or has one. */
export function withAnswer(
  asks: readonly ApprovalAsk[],
  key: string,
  given: ApprovalAnswer,
): readonly ApprovalAsk[] {
  if (!asks.some((each) => each.key === key && each.answer === null)) return asks;
  return asks.map((each) => (each.key === key ? { ...each, answer: given } : each));
}

/** Who answered, as it is told: nobody is to take a name for proved that is not. */
export function answeredBy({ by, proof }: Pick<ApprovalAnswer, "by" | "proof">): string {
  if (proof === "deadline") return "the deadline";
  return proof === "none" ? `${by}, unproved (see CloudTrail)` : by;
}

/** Without what was refused of an image; the same where nothing was. */
export function withoutRefused(asks: readonly ApprovalAsk[], image: string): readonly ApprovalAsk[] {
  const left = asks.filter((each) => each.image !== image || each.answer?.verdict !== "rejected");
  return left.length === asks.length ? asks : left;
}
