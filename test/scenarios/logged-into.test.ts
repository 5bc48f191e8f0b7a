import { createEndpoint, letIn } from "../support/scenarios/logged-into.ts";
import { allowAccess } from "../../src/operator/allow-access.ts";
import { listFindings } from "../../src/ledger/findings.ts";
import { openTunnel } from "../../simulator/services/ec2/connect/logins.ts";
import { scanOnce } from "../../rehearsal/rehearsal.ts";
import { firstServer, TAGGED, toldOf } from "../support/scenarios/drifted.ts";
import { expect, scenario } from "../support/scenarios/harness.ts";

const answered = { ...TAGGED, declaration: { access: { session: "replace" as const, after: "1h" } } };

scenario(
  "a server that somebody logged into is replaced an hour later, and who it was is told",
  answered,
  async (web) => {
    const told = toldOf(web, "Instance Access Detected");
    const server = firstServer(web);
    await letIn(web, server, { by: "alice" });
    expect(await listFindings(web.ledger, "web")).toMatchObject([
      { server, kind: "access", field: "login", observed: "Admin/alice by Session Manager", mode: "replace" },
    ]);
    expect([told.length, told[0]?.["instance"], web.states]).toEqual([1, server, []]);
    await web.minutes(55);
    await scanOnce(web);
    expect(await web.rollouts()).toEqual([]);
    await web.minutes(15);
    await scanOnce(web);
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "succeeded", cause: { reason: "access" } });
    await scanOnce(web);
    expect([await listFindings(web.ledger, "web"), told.length]).toEqual([[], 1]);
  },
);

scenario("who comes each half hour does not keep the server", answered, async (web) => {
  const server = firstServer(web);
  for (const by of ["alice", "bob", "alice"]) {
    await letIn(web, server, { by, call: "SendSSHPublicKey" });
    await web.minutes(25);
    await scanOnce(web);
  }
  await web.settled();
  expect(await web.rollout()).toMatchObject({ outcome: "succeeded", cause: { reason: "access" } });
});

scenario(
  "a login is observed where the declaration says nothing, and stands until its server is gone",
  TAGGED,
  async (web) => {
    const server = firstServer(web);
    await letIn(web, server, { by: "alice", call: "SendSerialConsoleSSHPublicKey" });
    for (let scans = 0; scans < 3; scans += 1) {
      await web.minutes(60);
      await scanOnce(web);
    }
    expect(await listFindings(web.ledger, "web")).toMatchObject([{ server, kind: "access", mode: "report" }]);
    expect(await web.rollouts()).toEqual([]);
  },
);

scenario("who was refused is not found", answered, async (web) => {
  await letIn(web, firstServer(web), { by: "mallory", refused: "AccessDenied" });
  expect(await listFindings(web.ledger, "web")).toEqual([]);
});

scenario("leave to log in is kept, and makes no earlier login good", answered, async (web) => {
  const server = firstServer(web);
  const leave = { fleet: "web", server: null, by: "ada", reason: "incident 4711", seconds: 7200 };
  await allowAccess(leave, { ledger: web.ledger, clock: web.simulator.clock });
  await letIn(web, server, { by: "alice" });
  await web.minutes(90);
  await scanOnce(web);
  expect(await listFindings(web.ledger, "web")).toMatchObject([{ field: "allowed-login", mode: "report" }]);
  expect(await web.rollouts()).toEqual([]);
  await web.minutes(40);
  await letIn(web, server, { by: "alice" });
  await web.minutes(61);
  await scanOnce(web);
  await web.settled();
  expect(await web.rollout()).toMatchObject({ outcome: "succeeded", cause: { reason: "access" } });
});

scenario(
  "a tunnel names an address: the server that has it in the endpoint's network is meant",
  answered,
  async (web) => {
    const server = firstServer(web);
    const endpoint = await createEndpoint(web);
    const { privateIp = "" } = web.simulator.world.state.instances.get(server) ?? {};
    openTunnel(web.simulator.world, { by: "alice", endpoint, address: privateIp });
    await web.minutes(1);
    expect(await listFindings(web.ledger, "web")).toMatchObject([
      { server, observed: "Admin/alice by an Instance Connect endpoint" },
    ]);
  },
);

scenario(
  "a login while a rollout is changing the fleet: the run takes the server away",
  answered,
  async (web) => {
    const server = firstServer(web);
    await web.publish();
    await web.minutes(1);
    await letIn(web, server, { by: "alice" });
    await web.settled();
    await scanOnce(web);
    await web.settled();
    expect([await listFindings(web.ledger, "web"), (await web.rollouts()).length]).toEqual([[], 1]);
  },
);
