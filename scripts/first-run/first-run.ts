// A fleet to try moult on, in an account of yours: makes it, looks at it while a rollout runs, takes it away (docs/first-run.md).
import { parseArgs } from "node:util";
import { clean } from "./clean.ts";
import { look } from "./look.ts";
import { make } from "./make.ts";
import { say, Unmet } from "./team.ts";

const HELP = `npm run first-run -- make --subnets <a,b> --security-group <sg> --blue <ami> --green <ami> --confirm <account>
npm run first-run -- look
npm run first-run -- clean --confirm <account>

  --name            of all that is made (default first-run)
  --subnets         two or more, in different zones, with a way to the internet
  --security-group  lets port 80 in
  --blue, --green   two images of Amazon Linux 2023 for arm64: what is served now, and what is published later
  --instance-type   default t4g.nano
  --polls           how often to look, every ten seconds (default: until Ctrl-C)
  --confirm         the account that it is made in: without it, it is only said what would be done
`;

const options = {
  name: { type: "string", default: "first-run" },
  subnets: { type: "string", default: "" },
  "security-group": { type: "string", default: "" },
  blue: { type: "string", default: "" },
  green: { type: "string", default: "" },
  "instance-type": { type: "string", default: "t4g.nano" },
  confirm: { type: "string", default: "" },
  polls: { type: "string", default: "Infinity" },
} as const;

try {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const given = { ...values, securityGroup: values["security-group"], instanceType: values["instance-type"] };
  const [act] = positionals;
  if (act === "make") await make({ ...given, subnets: given.subnets.split(",").filter(Boolean) });
  else if (act === "look") await look(given.name, Number(given.polls));
  else if (act === "clean") await clean(given);
  else process.stdout.write(HELP);
} catch (error) {
  const { name, message } = error as Error;
  say(error instanceof Unmet ? message : `${name}: ${message}`);
  process.exitCode = 1;
}
