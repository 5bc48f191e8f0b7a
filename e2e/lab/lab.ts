import { fileURLToPath } from "node:url";
import type { FleetDeclaration } from "../../src/domain/declaration/fleet.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { openDynamoDbLedger } from "../../src/ledger/stores/dynamodb-ledger.ts";
import type { Account, TeamPlan } from "../account/account.ts";
import { plainEnvironment } from "../emulator/python.ts";
import { type Ended, spawned } from "../report/spawned.ts";
import type { Deployment } from "../stack/deploy.ts";
import type { DeployedStack } from "../stack/deployed.ts";
import type { Place } from "../stack/place.ts";
import type { Bus } from "../stack/bus.ts";

/** What a case has: the account in its two halves, and the stack that is deployed in it. */
export interface Lab {
  readonly account: Account;
  readonly place: Place;
  readonly stack: DeployedStack;
  readonly bus: Bus;
  readonly ledger: Ledger;
  readonly patched: boolean;
  /** A python that has what emulator/requirements.txt names. */
  readonly python: string;
  /** The command line as a person has it who pointed it at the stack. */
  readonly moult: (line: readonly string[]) => Promise<Ended>;
  /** What a person exports who works with the account. */
  readonly env: Readonly<Record<string, string>>;
  /** For cases that deploy a stack of their own. */
  readonly deployment: (folder: string, stage: string) => Deployment;
  /** A folder that is gone after the run. */
  readonly scratch: string;
}

/** One thing that the deployed stack has to do. Cases run at the same time, each with fleets of its own. */
export interface E2eCase {
  readonly name: string;
  /** The fleets that it works on, each set up and, unless it says otherwise, adopted before. */
  readonly fleets?: readonly FleetPlan[];
  run(lab: Lab): Promise<void>;
  /** Run when all others have ended, one after the other: it looks back on them, or would be in their way. */
  readonly afterwards?: true;
}

export interface FleetPlan {
  readonly name: string;
  readonly team?: Omit<TeamPlan, "name">;
  /** What its declaration has beside what all have. */
  readonly declare?: Partial<FleetDeclaration>;
  /** Of its traffic. Default: those of `webFleet`. */
  readonly steps?: string[];
  /** The case adopts it itself, into a stack of its own. */
  readonly own?: true;
}

const MOULT = fileURLToPath(new URL("../../bin/moult.mjs", import.meta.url));
/** As AWS_ENDPOINT_URL_<SERVICE> spells what the simulator simulates; the others are the emulator's. */
const SIMULATED = ["AUTO_SCALING", "CLOUDWATCH", "EC2", "ELASTIC_LOAD_BALANCING_V2", "IMAGEBUILDER", "SSM"];

/** Where calls to the simulated services go, as the SDK reads it. */
export const simulatedEndpoints = (url: string): Record<string, string> =>
  Object.fromEntries(SIMULATED.map((service) => [`AWS_ENDPOINT_URL_${service}`, url]));

/** What a person exports who works with the emulated account. */
export const personsEnvironment = (emulator: string, account: string): Record<string, string> => ({
  ...plainEnvironment(),
  ...simulatedEndpoints(account),
  AWS_ENDPOINT_URL: emulator,
  AWS_REGION: "us-east-1",
  AWS_ACCESS_KEY_ID: "test",
  AWS_SECRET_ACCESS_KEY: "test",
  AWS_EC2_METADATA_DISABLED: "true",
  NO_COLOR: "1",
});

/** The command line, pointed at a stack as docs/deploy.md says. */
export const commandLine =
  (
    env: Readonly<Record<string, string>>,
    { resources, outputs }: DeployedStack,
    program = MOULT,
  ): Lab["moult"] =>
  (line) =>
    spawned(process.execPath, [program, ...line], {
      env: {
        ...env,
        MOULT_TABLE: resources["Ledger"] ?? "",
        MOULT_STATE_MACHINE: outputs["RolloutArn"] ?? "",
      },
    });

export const ledgerOf = ({ resources }: DeployedStack, place: Place): Ledger =>
  openDynamoDbLedger(resources["Ledger"] ?? "", place);
