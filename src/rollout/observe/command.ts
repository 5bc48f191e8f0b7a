import { commandFailures } from "../../aws/ssm.ts";
import { progressOf, sendOnce } from "../send-command.ts";
import { greenOf } from "../work.ts";
import type { Observer } from "./observer.ts";

/** Failures told by name; more would not be read. */
const TOLD = 3;

/** Sends the gate's command once, then asks how far it is: one call, however many servers. */
export const observeCommand: Observer<"ssm", "command"> = async ({ name, gate }, work) => {
  if (gate.kind !== "command") return undefined;
  const { group } = greenOf(work);
  const { document, commands, timeout } = gate;
  const sent = await sendOnce({ name, group, document, commands, timeoutSeconds: timeout }, work);
  if (sent.fresh) return undefined;
  const progress = await progressOf(sent, work);
  if (progress === undefined) return undefined;
  const { targeted, completed, failed } = progress;
  const failures = failed > 0 ? await commandFailures(work.context.aws.ssm, sent.commandId, TOLD) : [];
  return { targeted, completed, failed, failures, sentAt: sent.sentAt };
};
