import { once } from "node:events";
import { request } from "node:http";
import { EC2Client, RegisterImageCommand, RunInstancesCommand } from "@aws-sdk/client-ec2";
import { expect, onTestFinished, test } from "vitest";
import { createSimulator } from "../../../simulator/simulator.ts";
import { startHttpServer } from "../../../simulator/wire/http-server.ts";

async function startServer() {
  const simulator = createSimulator();
  const server = await startHttpServer(simulator, { port: 0 });
  onTestFinished(() => server.close());
  return { simulator, url: server.url };
}

/** GETs `target` through the proxy, as `curl -x` does: the whole address stands in the request line. */
async function throughProxy(proxy: string, target: string) {
  const { hostname, port } = new URL(proxy);
  const sent = request({ host: hostname, port, path: target, headers: { host: new URL(target).host } }).end();
  const [response] = (await once(sent, "response")) as [AsyncIterable<Buffer> & { statusCode: number }];
  let body = "";
  for await (const chunk of response) body += chunk.toString();
  return { status: response.statusCode, body };
}

test("as a proxy it leads to a simulated server by its private address, once that is up", async () => {
  const { simulator, url } = await startServer();
  const ec2 = new EC2Client(simulator.clientOptions());
  const image = await simulator.drive(
    ec2.send(new RegisterImageCommand({ Name: "web", RootDeviceName: "/dev/xvda" })),
  );
  const run = new RunInstancesCommand({
    ImageId: image.ImageId,
    InstanceType: "t3.micro",
    MinCount: 1,
    MaxCount: 1,
    SubnetId: "subnet-a",
  });
  const { Instances } = await simulator.drive(ec2.send(run));
  const address = `http://${Instances?.[0]?.PrivateIpAddress}:80/healthz`;

  expect(await throughProxy(url, address)).toMatchObject({
    status: 502,
    body: expect.stringContaining("answers at"),
  });
  simulator.world.advanceTo(simulator.world.now() + 600_000);
  expect(await throughProxy(url, address)).toEqual({
    status: 200,
    body: `${Instances?.[0]?.InstanceId} ok\n`,
  });
});

test("as a proxy it says clearly that nobody answers", async () => {
  const { url } = await startServer();
  expect(await throughProxy(url, "http://elsewhere.example/")).toEqual({
    status: 502,
    body: "No simulated server or load balancer answers at elsewhere.example:80.\n",
  });
});

test("a client that goes through it as a proxy to its own address reaches the account", async () => {
  const { url } = await startServer();
  const { status, body } = await throughProxy(url, `${url}/`);
  expect(status).toBe(400);
  expect(body).toContain("The simulator has no service '?'");
});

test("it listens on the loopback address only, and says so when the port is taken", async () => {
  const { simulator, url } = await startServer();
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  await expect(startHttpServer(simulator, { port: Number(new URL(url).port) })).rejects.toThrow("EADDRINUSE");
});
