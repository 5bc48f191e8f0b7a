import { DescribeStateMachineCommand, SFNClient } from "@aws-sdk/client-sfn";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expectSame, expectThat } from "../report/expect.ts";
import { lastLines, spawned } from "../report/spawned.ts";
import { ended, expectReplaced } from "../lab/fleet-view.ts";
import type { E2eCase } from "../lab/lab.ts";

const FLEET = "elsewhere";
const PROGRAM = fileURLToPath(new URL("../emulator/moto_machine.py", import.meta.url));

/** The deployed definition, word for word, in an interpreter that neither moult nor the emulator wrote. */
export const otherInterpreter: E2eCase = {
  name: "moto's interpreter carries the deployed machine through a rollout",
  fleets: [{ name: FLEET }],
  run: async (lab) => {
    const image = await lab.account.image("elsewhere-2");
    const machine = new DescribeStateMachineCommand({ stateMachineArn: lab.stack.outputs["RolloutArn"] });
    const { definition = "" } = await new SFNClient(lab.place).send(machine);
    const file = join(lab.scratch, "machine.json");
    await writeFile(file, definition);
    const { AWS_ENDPOINT_URL: AWS_ENDPOINT_URL_LAMBDA = "", ...env } = lab.env;
    const input = JSON.stringify({ fleet: FLEET, image });
    const ran = await spawned(lab.python, [PROGRAM, file, "elsewhere-by-hand", input], {
      env: { ...env, AWS_ENDPOINT_URL_LAMBDA },
    });
    expectThat(ran.code === 0, `moto ended with ${ran.code}: ${lastLines(ran.err, 2)}`);
    const { status, cause, states } = JSON.parse(ran.out) as {
      status: string;
      cause: string;
      states: string[];
    };
    expectSame(`the execution (${cause})`, status, "SUCCEEDED");
    expectThat(states.includes("ShiftTraffic"), `it came by ${[...new Set(states)].join(", ")}`);
    expectReplaced(lab, await ended(lab, FLEET), image);
  },
};
