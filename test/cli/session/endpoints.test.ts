import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

const MOULT = fileURLToPath(new URL("../../../bin/moult.mjs", import.meta.url));
const EXAMPLE = fileURLToPath(new URL("../../../fleets/example.yml", import.meta.url));
const FORBIDDEN = JSON.stringify({ __type: "AccessDeniedException", message: "nobody may" });

/** Refuses everything, and keeps the services that asked, by the names that their requests are signed with. */
class Endpoint {
  readonly asked = new Set<string>();
  private readonly server: Server = createServer((request, response) => {
    this.asked.add(
      /Credential=[^/]*\/[^/]*\/[^/]*\/([^/]*)\//.exec(request.headers.authorization ?? "")?.[1] ?? "?",
    );
    request.resume().on("end", () => response.writeHead(400).end(FORBIDDEN));
  });
  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }
  open = (): Promise<void> => new Promise((resolve) => this.server.listen(0, "127.0.0.1", resolve));
  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}

const general = new Endpoint();
const single = new Endpoint();
const folder = mkdtempSync(join(tmpdir(), "moult-endpoints-"));
const config = join(folder, "config");

beforeAll(() => Promise.all([general.open(), single.open()]));
beforeEach(() => {
  general.asked.clear();
  single.asked.clear();
});
afterAll(() => {
  general.close();
  single.close();
  rmSync(folder, { recursive: true });
});

/** Runs the command line as a person would, with nothing of this machine's AWS settings. */
async function moult(line: string, environment: Readonly<Record<string, string>>): Promise<string> {
  const { PATH = "" } = process.env;
  const keys = {
    AWS_ACCESS_KEY_ID: "key",
    AWS_SECRET_ACCESS_KEY: "secret",
    AWS_EC2_METADATA_DISABLED: "true",
  };
  const files = { AWS_CONFIG_FILE: config, AWS_SHARED_CREDENTIALS_FILE: "/dev/null" };
  const env = { PATH, AWS_REGION: "us-east-1", MOULT_LEDGER: ":memory:", ...keys, ...files, ...environment };
  const ran = promisify(execFile)("node", [MOULT, ...line.split(" ")], { env });
  return ran.then(() => "").catch(({ stderr }: { stderr: string }) => stderr);
}

const ASK_ACCOUNT = `fleet validate ${EXAMPLE} --against-account`;

describe("endpoints are left to the SDK", () => {
  test("AWS_ENDPOINT_URL_<SERVICE> outweighs AWS_ENDPOINT_URL, for its service alone", async () => {
    await moult(ASK_ACCOUNT, { AWS_ENDPOINT_URL: general.url, AWS_ENDPOINT_URL_EC2: single.url });
    expect(single.asked).toEqual(new Set(["ec2"]));
    expect(general.asked).not.toContain("ec2");
    expect(general.asked.size).toBeGreaterThan(0);
  });

  test("a profile's endpoint_url is used where the environment names none", async () => {
    writeFileSync(
      config,
      `[profile lab]\naws_access_key_id = key\naws_secret_access_key = secret\nendpoint_url = ${single.url}\n`,
    );
    await moult(ASK_ACCOUNT, { AWS_PROFILE: "lab" });
    expect(single.asked.size).toBeGreaterThan(0);
  });

  test("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS is heard, also where one of them is no URL", async () => {
    const said = await moult("fleet list --table moult --region nowhere-1", {
      AWS_ENDPOINT_URL: general.url,
      AWS_ENDPOINT_URL_EC2: "there",
      AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "true",
    });
    expect(said).toContain("moult:");
    expect(general.asked.size).toBe(0);
  });

  test("--endpoint outweighs them all, also for the ledger's table", async () => {
    const others = { AWS_ENDPOINT_URL: general.url, AWS_ENDPOINT_URL_DYNAMODB: general.url };
    await moult(`fleet list --table moult --endpoint ${single.url}`, others);
    await moult(`${ASK_ACCOUNT} --endpoint ${single.url}`, others);
    expect(general.asked.size).toBe(0);
    expect(single.asked).toContain("dynamodb");
    expect(single.asked.size).toBeGreaterThan(1);
  });
});
