import type { FleetState } from "../../decide/fleet-state.ts";
import type { Finding } from "../../findings/finding.ts";
import type { AttentionKind } from "../../outbox/attention-kinds.ts";
import type { FreezeFacts } from "./frozen-words.ts";
import type { RunRecord } from "../../run/run-record.ts";

/** Something that a person has to see to, in words, with the commands that end it. */
export interface AttentionFacts {
  readonly kind: AttentionKind;
  readonly reason: string;
  /** Null: it was found now. */
  readonly since: number | null;
  readonly commands: readonly string[];
}

/** All that is looked at to explain a fleet. */
export interface FleetSubject {
  readonly kind: "fleet";
  readonly fleet: string;
  /** Null: nobody declares it. */
  readonly state: FleetState | null;
  readonly freeze: FreezeFacts | null;
  /** The run that is open; null: none is. */
  readonly run: RunRecord | null;
  /** What was found about servers of any generation; not there: of the live one, as the state has it. */
  readonly findings?: readonly Finding[];
  /** The oldest first. */
  readonly attention: readonly AttentionFacts[];
  /** Why a record of it cannot be read; null: all can be. */
  readonly unreadable: string | null;
}
