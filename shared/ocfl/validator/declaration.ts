/** The conformance declarations of objects and storage roots: NAMASTE files such as `0=ocfl_object_1.1`. */

import { printable, type Report } from "../../findings.ts";
import { lastName, type Tree } from "../tree.ts";

/** The versions of the specification that this validator knows, oldest first. */
export const SPEC_VERSIONS = ["1.0", "1.1"] as const;
export type SpecVersion = (typeof SPEC_VERSIONS)[number];

export function isSpecVersion(text: string): text is SpecVersion {
  return SPEC_VERSIONS.some((version) => version === text);
}

/** True when `a` is a later version than `b`. */
export function isLater(a: SpecVersion, b: SpecVersion): boolean {
  return SPEC_VERSIONS.indexOf(a) > SPEC_VERSIONS.indexOf(b);
}

interface DeclarationRules {
  readonly prefix: string;
  /** Names of files that are meant as a declaration, right or wrong. */
  readonly meant: RegExp;
  readonly codes: {
    readonly namaste: string;
    readonly missing: string;
    readonly several: string;
    readonly pattern: string;
    readonly tag: string;
    readonly value: string;
    readonly text: string;
  };
}

const OBJECT: DeclarationRules = {
  prefix: "ocfl_object_",
  meant: /^0=|=ocfl_object_|^ocfl_object_/,
  codes: {
    namaste: "E002",
    missing: "E003",
    several: "E003",
    pattern: "E004",
    tag: "E005",
    value: "E006",
    text: "E007",
  },
};

/** Files such as `ocfl_1.1.md` are welcome in a storage root. */
const STORAGE_ROOT: DeclarationRules = {
  prefix: "ocfl_",
  meant: /^0=|=ocfl_|^ocfl_\d+\.\d+$/,
  codes: {
    namaste: "E075",
    missing: "E069",
    several: "E076",
    pattern: "E077",
    tag: "E078",
    value: "E079",
    text: "E080",
  },
};

export function isObjectDeclaration(name: string): boolean {
  return OBJECT.meant.test(name);
}

/** True for a file that declares a storage root (and no object), of any version. */
export function isStorageRootDeclaration(name: string): boolean {
  return name.startsWith("0=ocfl_") && !name.startsWith("0=ocfl_object_");
}

/** The declared version of an object; undefined when none is declared rightly. E002 to E007. */
export function checkObjectDeclaration(
  tree: Tree,
  folder: string,
  files: readonly string[],
  report: Report,
): Promise<SpecVersion | undefined> {
  return checkDeclaration(tree, folder, files, OBJECT, report);
}

/** The declared version of a storage root; undefined when none is declared rightly. E069, E075 to E080. */
export function checkStorageRootDeclaration(
  tree: Tree,
  folder: string,
  files: readonly string[],
  report: Report,
): Promise<SpecVersion | undefined> {
  return checkDeclaration(tree, folder, files, STORAGE_ROOT, report);
}

async function checkDeclaration(
  tree: Tree,
  folder: string,
  files: readonly string[],
  rules: DeclarationRules,
  report: Report,
): Promise<SpecVersion | undefined> {
  const versions: SpecVersion[] = [];
  for (const file of files.filter((path) => rules.meant.test(lastName(path)))) {
    const version = declaredVersion(file, rules, report);
    if (version === undefined) continue;
    versions.push(version);
    await checkText(tree, file, `${rules.prefix}${version}\n`, rules, report);
  }
  const expected = `0=${rules.prefix}${SPEC_VERSIONS.at(-1)}`;
  if (versions.length === 0) {
    report.add(rules.codes.missing, folder, `there is no version declaration such as ${expected}`);
  } else if (versions.length > 1) {
    report.add(rules.codes.several, folder, `there are ${versions.length} version declarations`);
  }
  return versions.sort().at(-1);
}

function declaredVersion(file: string, rules: DeclarationRules, report: Report): SpecVersion | undefined {
  const name = lastName(file);
  const sign = name.indexOf("=");
  const value = name.slice(sign + 1);
  if (sign < 0) {
    report.add(rules.codes.namaste, file, "the declaration's name has no tag: it does not begin with 0=");
  } else if (name.slice(0, sign) !== "0") {
    report.add([rules.codes.pattern, rules.codes.tag], file, "the declaration's tag is not 0");
  } else if (!value.startsWith(rules.prefix)) {
    const message = `the declaration's value does not begin with ${rules.prefix}`;
    report.add([rules.codes.pattern, rules.codes.value], file, message);
  } else {
    const version = value.slice(rules.prefix.length);
    if (isSpecVersion(version)) return version;
    const known = SPEC_VERSIONS.join(" and ");
    const message = `the declaration names the version ${printable(version)}; known are ${known}`;
    report.add(rules.codes.pattern, file, message);
  }
  return undefined;
}

async function checkText(
  tree: Tree,
  file: string,
  expected: string,
  rules: DeclarationRules,
  report: Report,
): Promise<void> {
  const bytes = await tree.read(file);
  if (bytes === undefined || Buffer.compare(bytes, Buffer.from(expected)) !== 0) {
    report.add(rules.codes.text, file, `the declaration's text is not ${JSON.stringify(expected)}`);
  }
}
