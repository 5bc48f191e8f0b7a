import { describe, expect, test } from "vitest";
import type { Column } from "../../../../cli/terminal/table/column.ts";
import { layTable } from "../../../../cli/terminal/table/lay-table.ts";
import { shownTable, tableWidth } from "../../../../cli/terminal/table/shown-table.ts";
import { textWidth } from "../../../../cli/terminal/text-width.ts";
import type { Session } from "../../../../cli/session/session.ts";

const COLUMNS: readonly Column[] = [
  { head: "ID" },
  { head: "SINCE", shown: "room" },
  { head: "BY", shown: "whole" },
  { head: "REASON", least: 12 },
];
const ROW = ["i-0123456789", "12:00", "ada@laptop", "the gate was wrong and the image was good"];

describe("a table", () => {
  test("is as wide as it is where there is room, or where all of it is wanted", () => {
    const whole = [
      "ID            SINCE  BY          REASON",
      "i-0123456789  12:00  ada@laptop  the gate was wrong and the image was good",
    ];
    for (const width of [undefined, 74])
      expect(layTable(COLUMNS, [ROW], width)).toEqual({ lines: whole, leftOut: [], isShortened: false });
  });

  test("leaves out what may be before a cell is broken, and says what", () => {
    expect(layTable(COLUMNS, [ROW], 73)).toEqual({
      lines: [
        "ID            SINCE  REASON",
        "i-0123456789  12:00  the gate was wrong and the image was good",
      ],
      leftOut: ["BY"],
      isShortened: false,
    });
  });

  test("breaks cells between words, and loses none of them", () => {
    expect(layTable(COLUMNS, [ROW], 40).lines).toEqual([
      "ID            SINCE  REASON",
      "i-0123456789  12:00  the gate was wrong",
      "                     and the image was",
      "                     good",
    ]);
  });

  test("leaves out what makes room where the others would not even fit broken", () => {
    expect(layTable(COLUMNS, [ROW], 30)).toEqual({
      lines: [
        "ID            REASON",
        "i-0123456789  the gate was",
        "              wrong and the",
        "              image was good",
      ],
      leftOut: ["SINCE", "BY"],
      isShortened: false,
    });
  });

  test("breaks what nothing else makes room for", () => {
    const { lines } = layTable([{ head: "ID" }, { head: "WHAT" }], [["i-0123456789", "x".repeat(30)]], 20);
    for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(20);
    expect(lines.join("").replaceAll(/\s/g, "")).toContain("i-");
    expect(lines.join("").match(/x/g)).toHaveLength(30);
  });

  test("shortens what is said of every answer, and marks it", () => {
    const arn = "arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/web/1";
    const shown = layTable([{ head: "ON" }], [[`ModifyListener ${arn}`]], 100);
    expect(shown).toEqual({
      lines: ["ON", "ModifyListener …listener/app/web/1"],
      leftOut: [],
      isShortened: true,
    });
    expect(layTable([{ head: "ON" }], [[arn]], undefined).lines).toEqual(["ON", arn]);
  });

  test("breaks a name where it has a joint, and a word that has none anywhere", () => {
    const broken = (cell: string) => layTable([{ head: "", least: 12 }], [[cell]], 12).lines;
    expect(broken("CreateLaunchTemplateVersion lt-1")).toEqual(["CreateLaunch", "Template", "Version lt-1"]);
    expect(broken("listener/app/web/1ab93131")).toEqual(["listener/", "app/web/", "1ab93131"]);
    expect(broken("x".repeat(25))).toEqual(["x".repeat(12), "x".repeat(12), "x"]);
  });

  test.each([
    ["東京の画像", 10],
    ["👩👩👧👦 family", 15],
    ["🇩🇪🇫🇷", 4],
    ["e\u0301te\u0301", 3],
    ["ｆｕｌｌ", 8],
    ["한국어", 6],
  ])("aligns what stands behind %s", (cell, width) => {
    const { lines } = layTable(
      [{ head: "A" }, { head: "B" }],
      [
        [cell, "|"],
        ["x", "|"],
      ],
      100,
    );
    const [, first = "", second = ""] = lines;
    expect(textWidth(first)).toBe(textWidth(second));
    expect(textWidth(cell)).toBe(width);
  });

  test("never cuts through a letter", () => {
    const { lines } = layTable([{ head: "", least: 6 }], [["東京の画像e\u0301e\u0301🇩🇪"]], 7);
    expect(lines).toEqual(["東京の", "画像e\u0301e\u0301", "🇩🇪"]);
  });
});

describe("how wide a table may be", () => {
  const at = (stdout: { isTerminal: boolean; width: number }, wide = false) =>
    ({ settings: { wide }, io: { stdout } }) as unknown as Session;

  test.each([
    [{ isTerminal: false, width: 300 }, 100],
    [{ isTerminal: true, width: 300 }, 100],
    [{ isTerminal: true, width: 90 }, 90],
    [{ isTerminal: true, width: 40 }, 80],
  ])("%j: %d", (stdout, width) => {
    expect(tableWidth(at(stdout))).toBe(width);
    expect(tableWidth(at(stdout, true))).toBeUndefined();
  });

  test("says what is not seen, and how it is", () => {
    const said = (width: number, cell: string) =>
      shownTable(at({ isTerminal: true, width }), COLUMNS, [["i-1", "12:00", "a".repeat(60), cell]]).hint;
    expect(said(100, "short")).toBe("");
    expect(said(80, "so long that it goes over the end of it")).toBe("Not shown: BY. --wide shows all.");
    expect(said(80, "arn:aws:ec2:us-east-1:1:instance/i-1")).toBe(
      "Not shown: BY, what … stands for. --wide shows all.",
    );
  });

  test("no rows: no heads", () => {
    expect(shownTable(at({ isTerminal: false, width: 100 }), COLUMNS, [])).toEqual({ lines: [], hint: "" });
  });
});
