import * as z from "zod";

const component = z.looseObject({ "bom-ref": z.string() });
const bill = z.looseObject({
  metadata: z.looseObject({ component: z.looseObject({ "bom-ref": z.string() }) }),
  components: z.array(component),
  dependencies: z.array(z.looseObject({ ref: z.string(), dependsOn: z.array(z.string()).optional() })),
});

/**
 * Of the bill that `npm sbom` (CycloneDX) writes of everything, what is named, as `zod@4.6.7`. Its own `--omit=dev` leaves out what a
 * development package needs as well, zod and the core of AWS's SDK among it (npm 11.19).
 */
export function billOf(json: string, names: ReadonlySet<string>): z.infer<typeof bill> {
  const whole = bill.parse(JSON.parse(json));
  const components = whole.components.filter((each) => names.has(each["bom-ref"]));
  const kept = new Set([whole.metadata.component["bom-ref"], ...components.map((each) => each["bom-ref"])]);
  const dependencies = whole.dependencies
    .filter(({ ref }) => kept.has(ref))
    .map((each) => ({ ...each, dependsOn: (each.dependsOn ?? []).filter((ref) => kept.has(ref)) }));
  return { ...whole, components, dependencies };
}
