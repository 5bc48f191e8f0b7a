import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { listEntries } from "../../src/ledger/entries.ts";
import { commandLine, type E2eCase, type Lab } from "../lab/lab.ts";
import { expectSame, expectThat } from "../report/expect.ts";
import { lastLines } from "../report/spawned.ts";

const FLEET = "by-the-door";
const ADA = "arn:aws:sts::000000000000:assumed-role/operators/ada";

/** Calls the deployed function with an event as AWS makes it of a request to its URL. */
async function operate(
  { stack, place }: Lab,
  body: string,
  authorizer?: object,
): Promise<{ statusCode: number; body: string }> {
  const event = { version: "2.0", requestContext: { http: { method: "POST" }, authorizer }, body };
  const FunctionName = `moult-${stack.stage}-operate`;
  const { Payload } = await new LambdaClient(place).send(
    new InvokeCommand({ FunctionName, Payload: JSON.stringify(event) }),
  );
  return JSON.parse(new TextDecoder().decode(Payload)) as { statusCode: number; body: string };
}

/** What AWS keeps in front of a function's URL, which the emulator does not: who signed is ada, and what is unsigned is refused. */
async function front(lab: Lab): Promise<{ readonly server: Server; readonly url: string }> {
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      if (!request.headers.authorization?.startsWith("AWS4-HMAC-SHA256 "))
        return void response.writeHead(403).end();
      void operate(lab, Buffer.concat(parts).toString(), { iam: { userArn: ADA } }).then(
        ({ statusCode, body }) => response.writeHead(statusCode).end(body),
        () => response.writeHead(502).end(),
      );
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}

/** A person's acts, carried out by the deployed function, in its role. */
export const byTheDoor: E2eCase = {
  name: "a person's acts go by the door, under the name that AWS proves",
  fleets: [{ name: FLEET }],
  run: async (lab) => {
    expectThat(lab.stack.outputs["OperateUrl"] !== undefined, "the stack has no output OperateUrl");
    for (const output of ["ViewerPolicyArn", "OperatorPolicyArn", "AdminPolicyArn"])
      expectThat(lab.stack.outputs[output]?.includes(":policy/") === true, `the stack has no ${output}`);
    const freeze = JSON.stringify({ act: "freeze", asked: { fleet: FLEET, reason: "no", seconds: null } });
    expectSame("what is invoked past the URL", (await operate(lab, freeze)).statusCode, 403);
    const { server, url } = await front(lab);
    try {
      const moult = commandLine({ ...lab.env, MOULT_OPERATE_URL: url }, lab.stack);
      for (const line of [
        ["freeze", FLEET, "--reason", "incident 4711"],
        ["unfreeze", FLEET, "--confirm", FLEET],
      ]) {
        const { code, out, err } = await moult(line);
        expectThat(code === 0, `moult ${line[0]} ended with ${code}: ${lastLines(err || out, 2)}`);
      }
    } finally {
      server.close();
    }
    const entries = (await listEntries(lab.ledger, FLEET)).filter(({ action }) =>
      /freeze/.test(action ?? ""),
    );
    expectSame(
      "who acted",
      entries.map(({ action, actor }) => [action, actor]),
      [
        ["freeze", ADA],
        ["unfreeze", ADA],
      ],
    );
  },
};
