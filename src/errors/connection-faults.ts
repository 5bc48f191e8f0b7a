import { oneLine } from "./one-line.ts";

/** What keeps a person's command from asking AWS anything: said in their words, with what to do next. */
export interface ConnectionFault {
  /** For scripts, in the place of an error's name. */
  readonly kind: string;
  readonly message: string;
  readonly next: string;
}

/** What is known of the place that the command acts from. */
export interface ConnectionHints {
  /** Of ~/.aws/config. */
  readonly profile: string;
  readonly region: string | null;
}

/** All that an error and what caused it say. */
interface Said {
  /** Codes and names, the outermost first: `AccessDenied`, `CredentialsProviderError`, `ECONNREFUSED`. */
  readonly names: readonly string[];
  /** Messages, joined. */
  readonly words: string;
  /** Of the innermost, in one line. */
  readonly innermost: string;
}

interface Row {
  readonly kind: string;
  /** By any of these names, */
  readonly names?: string;
  /** and, where it is given, these words. */
  readonly words?: RegExp;
  message(said: Said, hints: ConnectionHints): string;
  next(said: Said, hints: ConnectionHints): string;
}

const named = ({ profile }: ConnectionHints): string =>
  profile === "default" ? "" : ` --profile ${profile}`;
const NOT_AUTHORIZED = /not authorized to perform: ([\w-]+:\w+)/;
const itsWords = ({ innermost }: Said): string => innermost;

/** The first that fits is meant; docs/runbook.md tells them in the same order (test/docs). */
const ROWS: readonly Row[] = [
  {
    kind: "MfaNeeded",
    words: /multi-factor authentication/i,
    message: (_said, { profile }) =>
      `the profile ${profile} asks for the code of a device, and none was given`,
    next: (_said, hints) =>
      `run it in a terminal, which asks for the code, or take credentials into the environment: eval "$(aws configure export-credentials${named(hints)} --format env)"`,
  },
  {
    kind: "MfaRefused",
    words: /MultiFactorAuthentication failed/i,
    message: () => "AWS does not take the code of the device",
    next: () => "wait for the next code: each is good for one use, and for half a minute",
  },
  {
    kind: "SsoExpired",
    words: /\bSSO session\b|\baws sso login\b|Session token not found or invalid/i,
    message: (_said, { profile }) => `the single sign-on of the profile ${profile} has expired, or never was`,
    next: (_said, hints) => `aws sso login${named(hints)}`,
  },
  {
    kind: "LoginExpired",
    words: /\baws login\b/i,
    message: (_said, { profile }) => `the sign-in of the profile ${profile} has expired, or never was`,
    next: (_said, hints) => `aws login${named(hints)}`,
  },
  {
    kind: "ClockWrong",
    names: "RequestTimeTooSkewed RequestExpired RequestInTheFuture",
    message: () => "the clock of this machine is wrong: AWS takes requests of the last minutes only",
    next: () => "set the clock by the network (timedatectl set-ntp true), and try again",
  },
  {
    kind: "ClockWrong",
    words: /signature (expired|not yet current)/i,
    message: () => "the clock of this machine is wrong: AWS takes requests of the last minutes only",
    next: () => "set the clock by the network (timedatectl set-ntp true), and try again",
  },
  {
    kind: "CredentialsExpired",
    names: "ExpiredToken ExpiredTokenException",
    message: () => "the credentials have expired",
    next: () => "sign in again, and unset AWS_SESSION_TOKEN where it is left from before",
  },
  {
    kind: "CredentialsWrong",
    names: "InvalidClientTokenId UnrecognizedClientException AuthFailure InvalidAccessKeyId",
    message: () => "AWS does not know this access key",
    next: (_said, { profile }) =>
      `correct AWS_ACCESS_KEY_ID, or the key of the profile ${profile}; AWS_SESSION_TOKEN belongs to one key alone`,
  },
  {
    kind: "CredentialsWrong",
    names: "SignatureDoesNotMatch InvalidSignatureException IncompleteSignature MissingAuthenticationToken",
    message: () => "AWS does not take the signature: the secret key is not that of the access key",
    next: (_said, { profile }) =>
      `correct AWS_SECRET_ACCESS_KEY, or the secret of the profile ${profile}; a clock that is wrong does the same`,
  },
  {
    kind: "ProfileUnknown",
    words: /Could not resolve credentials using profile|profile .* could not be found/i,
    message: (_said, { profile }) => `the profile ${profile} has no credentials`,
    next: () => "correct AWS_PROFILE: aws configure list-profiles",
  },
  {
    kind: "CredentialsMissing",
    names: "CredentialsProviderError TokenProviderError",
    message: (said, { profile }) =>
      /any providers/.test(said.words)
        ? `there are no credentials: none in the environment, and the profile ${profile} gives none`
        : `there are no credentials: ${itsWords(said)}`,
    next: () =>
      "set AWS_PROFILE to a profile that has some (its credential_process has to work), or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
  },
  {
    kind: "RegionWrong",
    words: /Region not accepted|is not a valid hostname component/i,
    message: (_said, { region }) => `${region} is not a Region`,
    next: () => "correct --region or AWS_REGION: it is written as eu-central-1",
  },
  {
    kind: "ProxyRefused",
    names: "EPROXY",
    message: ({ words }) => /^the proxy .*/m.exec(words)?.[0] ?? "the proxy did not let it through",
    next: ({ words }) =>
      /it answers 407\b/.test(words)
        ? "put user and password into HTTPS_PROXY: http://user:password@proxy.example:3128"
        : "correct HTTPS_PROXY, or name in NO_PROXY what is reached without it",
  },
  {
    kind: "NotTrusted",
    names: `SELF_SIGNED_CERT_IN_CHAIN DEPTH_ZERO_SELF_SIGNED_CERT UNABLE_TO_GET_ISSUER_CERT UNABLE_TO_GET_ISSUER_CERT_LOCALLY
      UNABLE_TO_VERIFY_LEAF_SIGNATURE CERT_HAS_EXPIRED CERT_NOT_YET_VALID ERR_TLS_CERT_ALTNAME_INVALID`,
    message: (said) => `the certificate at the other end is not trusted: ${itsWords(said)}`,
    next: () =>
      "where a proxy of yours opens connections, set NODE_EXTRA_CA_CERTS to the file of its certificate authority; else look at the clock and the endpoint",
  },
  {
    kind: "NothingListens",
    names: "ECONNREFUSED",
    message: (said) => `nothing listens there: ${itsWords(said)}`,
    next: () => "correct --endpoint or AWS_ENDPOINT_URL, or start what should listen there",
  },
  {
    kind: "HostUnknown",
    names: "ENOTFOUND EAI_AGAIN",
    message: (said) => `there is no such host, or no network: ${itsWords(said)}`,
    next: (_said, { region }) =>
      `look at the network and at the Region (${region}); where AWS is reached through a proxy, set HTTPS_PROXY`,
  },
  {
    kind: "NoAnswer",
    names:
      "TimeoutError ETIMEDOUT ECONNRESET EPIPE ECONNABORTED EHOSTUNREACH ENETUNREACH NetworkingError EPROTO",
    message: (said) => `no answer came: ${itsWords(said)}`,
    next: () =>
      "look at the network and at HTTPS_PROXY; what should have been changed may have been: look before you ask again",
  },
  {
    kind: "AccessDenied",
    words: NOT_AUTHORIZED,
    message: itsWords,
    next: ({ words }) => policyFor(NOT_AUTHORIZED.exec(words)?.[1] ?? ""),
  },
];

/** Which of the stack's policies for people gives an action (resources/people.cjs; test/iam holds this against them). */
function policyFor(action: string): string {
  if (/:(Describe|Get|List)|^dynamodb:Query$/.test(action))
    return `have the stack's viewer policy attached (output ViewerPolicyArn), which gives ${action}`;
  if (action.startsWith("lambda:Invoke"))
    return `have the stack's operator policy attached (output OperatorPolicyArn), which gives ${action}`;
  if (/^(dynamodb:(Update|Delete)Item|states:StartExecution)$/.test(action))
    return `set MOULT_OPERATE_URL (output OperateUrl): the stack acts for you then, by its operator policy; its admin policy (output AdminPolicyArn) gives ${action} itself`;
  return `have ${action} allowed, or see which policy denies it; none of the stack's for people gives it`;
}

/** What an error says of the way to AWS, or of who goes it; undefined: it is about something else. */
export function connectionFault(error: unknown, hints: ConnectionHints): ConnectionFault | undefined {
  const said = saidBy(error);
  const row = ROWS.find(({ names, words }) =>
    names === undefined
      ? words?.test(said.words) === true
      : names.split(/\s+/).some((name) => said.names.includes(name)),
  );
  if (row === undefined) return undefined;
  return {
    kind: row.kind,
    message: oneLine(row.message(said, hints)),
    next: oneLine(row.next(said, hints)),
  };
}

/** Their kinds, in order. */
export const connectionKinds = (): readonly string[] => [...new Set(ROWS.map(({ kind }) => kind))];

/** Without the name of the SDK's part that made it. */
const inWords = (message: string): string => message.replace(/^@smithy\/[\w-]+ - (\[\w+\] )?/, "");

/** Causes go as deep as this, where an error is its own. */
const DEPTH = 8;

function saidBy(error: unknown): Said {
  const names: string[] = [];
  const messages: string[] = [];
  let each: unknown = error;
  for (let depth = 0; depth < DEPTH && each instanceof Error; depth++) {
    const { name, code, Code, message, cause, errors } = each as Error & {
      readonly code?: unknown;
      readonly Code?: unknown;
      readonly errors?: readonly unknown[];
    };
    names.push(...[Code, name, code].filter((one) => typeof one === "string"));
    if (message !== "") messages.push(message);
    // One try for each address of a host.
    each = cause ?? errors?.[0];
  }
  return { names, words: messages.join("\n"), innermost: oneLine(inWords(messages.at(-1) ?? "")) };
}
