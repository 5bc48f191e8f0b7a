import type { Examined, Warning } from "../../src/domain/neighbours/fault.ts";
import type { MissingTag } from "../../src/adoption/missing-tags.ts";
import type { Fleet, FleetDeclaration } from "../../src/domain/declaration/fleet.ts";
import type { Generation } from "../../src/domain/generation.ts";
import type { Identity } from "../../src/aws/sts.ts";
import type { ControlPlane, ControlPlaneOptions } from "../../src/engine/control-plane-port.ts";
import type { Check } from "../../src/views/doctor/check.ts";
import type { AnswerContext } from "../session/context.ts";
import type { Environment } from "../session/environment.ts";

/** One of the two streams a command writes to. Width and height are those of now: a terminal may be resized. */
export interface Screen {
  write(text: string): void;
  readonly isTerminal: boolean;
  readonly width: number;
  readonly height: number;
}

interface AdoptRequest {
  readonly fleet: Fleet;
  readonly declaration: FleetDeclaration;
  readonly group: string;
  readonly by: string;
}

/** Everything outside of the commands: streams, the person, time, and the way to the control plane. */
export interface Io {
  readonly environment: Environment;
  readonly stdout: Screen;
  readonly stderr: Screen;
  /** Asks the person for a typed answer; undefined when nobody is there. Answers undefined on Ctrl-C. */
  readonly ask: ((question: string) => Promise<string | undefined>) | undefined;
  /** Calls back on Ctrl-C, and when the process is asked to end; answers how to stop listening. */
  onInterrupt(listener: (signal: "SIGINT" | "SIGTERM") => void): () => void;
  /** Keeps keys from being written into what is painted, and the cursor from staying hidden however the process ends; `onKey` hears keys by name. Answers how to give both back. */
  holdTerminal(onKey?: (key: string) => void): Promise<() => void>;
  /** Calls back once after that many milliseconds; answers how to stop it. */
  after(milliseconds: number, listener: () => void): () => void;
  /** The Region of the SDK's profile; undefined: it names none. */
  profileRegion(): Promise<string | undefined>;
  /** Asks AWS whose credentials these are. */
  identify(options: ControlPlaneOptions): Promise<Identity>;
  /** Asks AWS what servers of these instance types cost there, dollars an hour. */
  listPrices(place: AnswerContext, types: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Looks at all that moult needs where it was pointed at. Reads only. */
  examine(place: AnswerContext, plane: Pick<ControlPlane, "ledger" | "adoption">): Promise<readonly Check[]>;
  /** Asks the deployed stack for its version; undefined: it does not say. */
  deployedVersion(stack: {
    readonly stateMachineArn: string;
    readonly endpoint: string | undefined;
  }): Promise<string | undefined>;
  openControlPlane(options: ControlPlaneOptions): Promise<ControlPlane>;
  adoptFleet(request: AdoptRequest, plane: ControlPlane): Promise<Generation>;
  /** What of the fleet does not carry the tag that the deployed functions' roles ask for. Reads only. */
  missingTags(request: AdoptRequest, plane: ControlPlane): Promise<readonly MissingTag[]>;
  /** Who is beside the group and its template, that moult can live beside. Reads only. */
  neighbourWarnings(request: AdoptRequest, plane: ControlPlane): Promise<readonly Warning[]>;
  /** What stands against a declaration in AWS: what it names that is not there or does not fit, and who else is there. Reads only. */
  preflightFleet(fleet: Fleet, plane: ControlPlane): Promise<Examined>;
}
