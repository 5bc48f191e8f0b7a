import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";

const MOULT = fileURLToPath(new URL("../../../bin/moult.mjs", import.meta.url));
const home = mkdtempSync(join(tmpdir(), "moult-home-"));
afterAll(() => rmSync(home, { recursive: true }));
mkdirSync(join(home, ".aws"));
writeFileSync(
  join(home, ".aws/config"),
  `[profile device]
role_arn = arn:aws:iam::123456789012:role/ops
source_profile = base
mfa_serial = arn:aws:iam::123456789012:mfa/ada
region = eu-west-3
[profile corp]
sso_session = corp
sso_account_id = 123456789012
sso_role_name = ops
region = eu-west-3
[sso-session corp]
sso_start_url = https://corp.awsapps.com/start
sso_region = eu-west-3
[profile process]
credential_process = echo '{"Version":1,"AccessKeyId":"AKIDPROCESS","SecretAccessKey":"s"}'
region = eu-west-3
[profile broken]
credential_process = false
`,
);
writeFileSync(
  join(home, ".aws/credentials"),
  "[base]\naws_access_key_id = AKIDBASE\naws_secret_access_key = s\n",
);

/** In an environment that has nothing but this, and no machine that gives credentials. */
function moult(env: NodeJS.ProcessEnv, words = "fleet list --table t --json") {
  const options = { env: { HOME: home, AWS_EC2_METADATA_DISABLED: "true", ...env }, timeout: 20_000 };
  return new Promise<{ code: unknown; kind: string; next: string; region: string | undefined; err: string }>(
    (resolve) =>
      execFile(process.execPath, [MOULT, ...words.split(" ")], options, (error, out, err) => {
        const { error: told, context } = JSON.parse(out) as {
          error: { kind: string; next: string };
          context: { region: string } | null;
        };
        resolve({ code: error?.code, ...told, region: context?.region, err });
      }),
  );
}

const KEYS = { AWS_ACCESS_KEY_ID: "AKIDEXAMPLE", AWS_SECRET_ACCESS_KEY: "s", AWS_REGION: "eu-west-3" };

async function proxied(env: NodeJS.ProcessEnv) {
  const asked: string[] = [];
  const server = createServer().on("connect", ({ url = "" }, socket) => {
    asked.push(url);
    socket.end("HTTP/1.1 407 -\r\n\r\n");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const answer = await moult({ ...KEYS, https_proxy: `127.0.0.1:${port}`, ...env });
  server.close();
  return { ...answer, asked: new Set(asked) };
}

describe("a command that cannot ask AWS", () => {
  test.each([
    ["no credentials at all", { AWS_REGION: "eu-west-3" }, "CredentialsMissing"],
    ["a profile that is not there", { AWS_PROFILE: "nobody", AWS_REGION: "eu-west-3" }, "CredentialsMissing"],
    ["a process that gives none", { AWS_PROFILE: "broken", AWS_REGION: "eu-west-3" }, "CredentialsMissing"],
    ["a profile with a device", { AWS_PROFILE: "device" }, "MfaNeeded"],
    ["a sign-on that never was", { AWS_PROFILE: "corp" }, "SsoExpired"],
    ["a Region that is none", { ...KEYS, AWS_REGION: "eu_west" }, "RegionWrong"],
    [
      "an endpoint where nothing listens",
      { ...KEYS, AWS_ENDPOINT_URL: "http://127.0.0.1:9" },
      "NothingListens",
    ],
  ])("%s: says what to do next, and shows no stack", async (_name, env, expected) => {
    const { code, kind, next, err } = await moult(env);
    expect({ code, kind }).toEqual({ code: 1, kind: expected });
    expect(next).not.toBe("");
    expect(err).toContain(`\nNext: ${next}\n`);
    expect(err).not.toMatch(/^\s+at |fault of moult/m);
  });

  test("takes Region and credentials from the profile, a process's too", async () => {
    const { kind, region } = await moult({ AWS_PROFILE: "process", AWS_ENDPOINT_URL: "http://127.0.0.1:9" });
    expect({ kind, region }).toEqual({ kind: "NothingListens", region: "eu-west-3" });
    const nameless = await moult({ AWS_PROFILE: "broken" });
    expect(nameless).toMatchObject({
      code: 1,
      kind: "InvalidInput",
      next: "give --region, or set AWS_REGION",
    });
  });

  test("goes through the proxy that is named, but for what is excepted", async () => {
    expect(await proxied({})).toMatchObject({
      kind: "ProxyRefused",
      next: "put user and password into HTTPS_PROXY: http://user:password@proxy.example:3128",
      asked: new Set(["sts.eu-west-3.amazonaws.com:443", "dynamodb.eu-west-3.amazonaws.com:443"]),
    });
    const excepted = await proxied({ NO_PROXY: "dynamodb.eu-west-3.amazonaws.com" });
    expect(excepted.asked).toEqual(new Set(["sts.eu-west-3.amazonaws.com:443"]));
  });

  test("a proxy that is no URL is told before anything is asked", async () => {
    const { kind, next } = await moult({ ...KEYS, HTTPS_PROXY: "socks5://proxy" });
    expect({ kind, next }).toEqual({ kind: "InvalidInput", next: "correct it, or unset it" });
  });
});
