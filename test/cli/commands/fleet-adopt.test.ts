import { describe, expect, test } from "vitest";
import { commandLine, fileWith, WEB_YML } from "../../support/cli/command-line.ts";
import { generation } from "../../support/cli/records.ts";

describe("moult fleet adopt", () => {
  test("adopts the group and says what comes next", async () => {
    const { moult } = commandLine({ adopted: generation({ number: 1, group: "web-asg" }) });
    expect(await moult(["fleet", "adopt", fileWith("web.yml", WEB_YML), "--group", "web-asg"])).toEqual({
      code: 0,
      out: "web: adopted web-asg as generation 1, image ami-0aaa\n",
      err: "Reading group web-asg ...\nNext: `moult plan web` shows what a rollout would do.\nWhat the declaration names is rolled out from now on, also by a sweep; `moult freeze web --reason …` holds it.\n",
    });
  });

  test("tells what lacks the tag that the deployed functions need, and the command that puts it there", async () => {
    const command = "aws ec2 create-tags --resources lt-0abc --tags Key=moult:fleet,Value=web";
    const missingTags = [{ place: "template lt-0abc", why: "no green can be launched", command }];
    const { moult } = commandLine({ missingTags });
    const file = fileWith("web.yml", WEB_YML);
    const { code, err } = await moult(["fleet", "adopt", file, "--group", "web-asg"]);
    expect(code).toBe(0);
    expect(err).toContain(
      `Not tagged moult:fleet. The deployed functions may change only what is, so their first rollout would fail and go back. Tag it:\n- template lt-0abc: no green can be launched\n    ${command}\nNext:`,
    );
    const { out } = await moult(["--json", "fleet", "adopt", file, "--group", "web-asg"]);
    expect(JSON.parse(out)).toMatchObject({ missingTags });
  });

  test("tells who is beside the group, and is done all the same", async () => {
    const warnings = [{ place: "group web-asg: tag ManagedBy", why: "a tool made it" }];
    const { moult } = commandLine({ warnings });
    const file = fileWith("web.yml", WEB_YML);
    const { code, err } = await moult(["fleet", "adopt", file, "--group", "web-asg"]);
    expect(code).toBe(0);
    expect(err).toContain(
      "Not in the way, and to be known:\n- group web-asg: tag ManagedBy: a tool made it\n",
    );
    const { out } = await moult(["--json", "fleet", "adopt", file, "--group", "web-asg"]);
    expect(JSON.parse(out)).toMatchObject({ warnings });
  });

  test("names the rules that move together, where there is more than one", async () => {
    const pairs = [
      { rules: ["arn:http", "arn:https"], targetGroups: ["arn:a", "arn:b"] },
      { rules: ["arn:inner"], targetGroups: ["arn:c", "arn:d"] },
    ];
    const trafficPlace = { arn: "arn:http", targetGroups: ["arn:a", "arn:b", "arn:c", "arn:d"], pairs };
    const { moult } = commandLine({ adopted: generation({ number: 1, trafficPlace }) });
    const file = fileWith("web.yml", WEB_YML);
    const { err } = await moult(["fleet", "adopt", file, "--group", "web-asg"]);
    expect(err).toContain(
      "Moved together: arn:http, arn:https, between arn:a and arn:b\nMoved together: arn:inner, between arn:c and arn:d\n",
    );
  });

  test("wants a group", async () => {
    const { moult } = commandLine();
    expect(await moult("fleet adopt web.yml")).toEqual({
      code: 1,
      out: "",
      err: "moult: required option '--group <name>' not specified. See `moult fleet adopt --help`.\n",
    });
  });
});
