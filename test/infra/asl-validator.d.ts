/** The part of asl-validator that the tests use; the package has no types. */
declare module "asl-validator" {
  export default function validate(
    definition: unknown,
    options: { readonly checkArn: boolean; readonly checkPaths: boolean },
  ): { readonly isValid: boolean; readonly errors: readonly unknown[] };
}
