import type { Instance } from "@aws-sdk/client-ec2";
import type { InstanceRecord } from "../../state.ts";

const USER_INITIATED = "Client.UserInitiatedShutdown";

/**
 * Why a server is in its state: nothing of one that was started last, and of one that somebody ended or stopped when,
 * as `User initiated (2026-11-20 10:00:00 GMT)`.
 */
export function stateReason({ stateReason: reason, transitionedAt }: InstanceRecord): Partial<Instance> {
  if (reason === null) return { StateTransitionReason: "" };
  const [code = reason] = reason.split(": ", 1);
  const at = transitionedAt === undefined ? "" : ` (${spaced(transitionedAt)} GMT)`;
  return {
    StateReason: { Code: code, Message: reason },
    StateTransitionReason: code === USER_INITIATED ? `User initiated${at}` : reason,
  };
}

const spaced = (at: number): string => new Date(at).toISOString().slice(0, 19).replace("T", " ");
