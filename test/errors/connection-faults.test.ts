import { describe, expect, test } from "vitest";
import { translateError } from "../../src/errors/aws-codes.ts";
import { connectionFault, connectionKinds } from "../../src/errors/connection-faults.ts";
import { textOf } from "../rules/tree.ts";

const hints = { profile: "prod", region: "eu-central-1" };

/** An error as the SDK, AWS or Node makes it, wrapped as our clients wrap it. */
function failed(name: string, message: string, more: object = {}): Error {
  const error = Object.assign(new Error(message), { name, ...more });
  return translateError(error, "GetCallerIdentity");
}
const aws = (code: string, message = "no") =>
  failed(code, message, { $fault: "client", $metadata: { httpStatusCode: 403 } });
const unauthorized = (action: string) =>
  aws(
    "AccessDeniedException",
    `User: arn:aws:iam::1:user/ada is not authorized to perform: ${action} on resource: *`,
  );
const node = (code: string, message = code) => failed("Error", message, { code });
const provider = (message: string) => failed("CredentialsProviderError", message);

const CASES: readonly (readonly [kind: string, error: Error, next: RegExp])[] = [
  [
    "MfaNeeded",
    provider("Profile prod requires multi-factor authentication, but no MFA code callback was provided."),
    /export-credentials --profile prod/,
  ],
  [
    "MfaRefused",
    aws("AccessDenied", "MultiFactorAuthentication failed with invalid MFA one time pass code. "),
    /next code/,
  ],
  [
    "SsoExpired",
    provider(
      "The SSO session associated with this profile has expired. To refresh this SSO session run aws sso login with the corresponding profile.",
    ),
    /^aws sso login --profile prod$/,
  ],
  [
    "SsoExpired",
    provider(
      "Token is expired. To refresh this SSO session run 'aws sso login' with the corresponding profile.",
    ),
    /^aws sso login/,
  ],
  [
    "LoginExpired",
    provider(
      "Failed to load a token for session arn:aws:iam::1:user/a, please re-authenticate using aws login",
    ),
    /^aws login --profile prod$/,
  ],
  ["ClockWrong", aws("RequestTimeTooSkewed"), /set the clock/],
  [
    "ClockWrong",
    aws("InvalidSignatureException", "Signature expired: 20261101T000000Z is now earlier than …"),
    /set the clock/,
  ],
  [
    "ClockWrong",
    aws("SignatureDoesNotMatch", "Signature not yet current: 20271101T000000Z is still later than …"),
    /set the clock/,
  ],
  [
    "CredentialsExpired",
    aws("ExpiredToken", "The security token included in the request is expired"),
    /AWS_SESSION_TOKEN/,
  ],
  ["CredentialsExpired", aws("ExpiredTokenException"), /sign in again/],
  ["CredentialsWrong", aws("InvalidClientTokenId"), /AWS_ACCESS_KEY_ID/],
  ["CredentialsWrong", aws("UnrecognizedClientException"), /profile prod/],
  [
    "CredentialsWrong",
    aws("SignatureDoesNotMatch", "The request signature we calculated does not match"),
    /AWS_SECRET_ACCESS_KEY/,
  ],
  [
    "ProfileUnknown",
    provider("Could not resolve credentials using profile: [prod] in configuration/credentials file(s)."),
    /list-profiles/,
  ],
  ["CredentialsMissing", provider("Could not load credentials from any providers"), /AWS_PROFILE/],
  [
    "RegionWrong",
    failed("Error", 'Region not accepted: region="eu_c" is not a valid hostname component.'),
    /eu-central-1/,
  ],
  ["ProxyRefused", node("EPROXY", "the proxy proxy:3128: it answers 503"), /NO_PROXY/],
  ["ProxyRefused", node("EPROXY", "the proxy proxy:3128: it answers 407"), /user:password/],
  ["NotTrusted", node("SELF_SIGNED_CERT_IN_CHAIN"), /NODE_EXTRA_CA_CERTS/],
  ["NothingListens", node("ECONNREFUSED", "connect ECONNREFUSED 127.0.0.1:9"), /--endpoint/],
  [
    "HostUnknown",
    node("ENOTFOUND", "getaddrinfo ENOTFOUND sts.eu-centrl-1.amazonaws.com"),
    /Region \(eu-central-1\)/,
  ],
  ["HostUnknown", node("EAI_AGAIN"), /HTTPS_PROXY/],
  [
    "NoAnswer",
    failed("TimeoutError", "socket did not establish a connection with the server"),
    /look before you ask again/,
  ],
  ["NoAnswer", node("ECONNRESET"), /network/],
  [
    "AccessDenied",
    unauthorized("dynamodb:Query"),
    /^have the stack's viewer policy .*ViewerPolicyArn.*dynamodb:Query$/,
  ],
  ["AccessDenied", unauthorized("ec2:DescribeImages"), /ViewerPolicyArn/],
  ["AccessDenied", unauthorized("lambda:InvokeFunctionUrl"), /OperatorPolicyArn/],
  ["AccessDenied", unauthorized("dynamodb:UpdateItem"), /MOULT_OPERATE_URL.*AdminPolicyArn/],
  ["AccessDenied", unauthorized("sts:AssumeRole"), /^have sts:AssumeRole allowed/],
];

describe("what keeps a person from AWS", () => {
  test.each(CASES)("%s: %s", (kind, error, next) => {
    const fault = connectionFault(error, hints);
    expect(fault?.kind).toBe(kind);
    expect(fault?.next).toMatch(next);
    expect(fault?.message).not.toMatch(/GetCallerIdentity|Next:/);
  });

  test("each kind has a case here, and a row in the runbook, in order", () => {
    expect(connectionKinds()).toEqual([...new Set(CASES.map(([kind]) => kind))]);
    const [section = ""] =
      /### A command cannot ask AWS[\s\S]*?\n\nWhere to look/.exec(textOf("docs/runbook.md")) ?? [];
    const rows = [...section.matchAll(/^\| `([A-Z]\w+)` \|/gm)].map(([, kind]) => kind);
    expect(rows.filter((kind) => connectionKinds().includes(kind ?? ""))).toEqual(connectionKinds());
  });

  test("the addresses of a host are tried one after the other: the first that fails is told", () => {
    const tried = Object.assign(
      new AggregateError([Object.assign(new Error("connect ECONNREFUSED ::1:9"), { code: "ECONNREFUSED" })]),
      {
        code: "ECONNREFUSED",
      },
    );
    expect(connectionFault(translateError(tried), hints)).toMatchObject({
      kind: "NothingListens",
      message: "nothing listens there: connect ECONNREFUSED ::1:9",
    });
  });

  test.each([
    aws("ValidationError", "the group web does not exist"),
    aws("AccessDenied", "nobody may"),
    new TypeError("x is not a function"),
    "a text",
  ])("%s is about something else", (error) => {
    expect(connectionFault(error, hints)).toBeUndefined();
  });
});
