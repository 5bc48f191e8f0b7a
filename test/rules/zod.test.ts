import { expect, test } from "vitest";
import { found, imports, sources } from "./tree.ts";

/** What the functions are bundled from. */
const bundled = sources.filter((path) => /^(src|functions)\//.test(path));

test("zod is imported as a namespace, which bundles 83 KB; one of its core is named", () => {
  const zod = imports.filter(({ from, to }) => bundled.includes(from) && /^zod\b/.test(to));
  expect(zod.length).toBeGreaterThan(20);
  expect([...new Set(zod.map(({ to }) => to))].sort()).toEqual(["zod", "zod/v4/core"]);
  const forms =
    /import (?!(type )?\* as z from "zod";|\{ \w+ \} from "zod\/v4\/core";)[^;]*? from "zod[^;]*;/;
  expect(found(forms, bundled)).toEqual([]);
});

test("of zod's namespaces only types are used: a value keeps all of one, translations (258 KB) with it", () => {
  expect(found(/\bz\.core\.\$?\w+/, ["src/domain/declaration/declaration-faults.ts"])).not.toEqual([]);
  expect(found(/\bz\.(core|locales|util|regexes)\b(?!\.(\$Zod|JSONSchema\.))\S*/, bundled)).toEqual([]);
});
