/** The names by which the folder of an export, or an unpacked part of one, is known. */

export const PLAN = "plan.json";

/** True for what stands in an export's folder once a part is packed. */
export function isResult(name: string): boolean {
  return name === "export.json" || /^export-.+-part-.+\.zip$/.test(name);
}

export function isBagFile(name: string): boolean {
  return name === "bagit.txt" || name === "manifest-sha256.txt";
}

/** True for a name that nothing in a vault's top folder has. */
export function isExportFile(name: string): boolean {
  return name === PLAN || isResult(name) || isBagFile(name);
}
