/** The package says nothing of its types. */
declare module "asl-validator" {
  function validate(definition: object): {
    readonly isValid: boolean;
    readonly errors: readonly { readonly message?: string }[];
  };
  export = validate;
}
