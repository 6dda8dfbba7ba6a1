/** DeleteObject and DeleteObjects: delete markers, and versions taken away for ever where no lock forbids it. */
import type { Call, Handler } from "./call.ts";
import { S3Error, s3Error } from "./errors.ts";
import { checkDeletable } from "./locks.ts";
import { type Content, childText, xml } from "./xml.ts";

interface Deleted {
  readonly versionId?: string;
  readonly deleteMarker?: boolean;
}

function deleteOne(call: Call, key: string, versionId: string | undefined): Deleted {
  const { bucket } = call;
  if (versionId !== undefined) {
    const version = bucket.versions(key).find((one) => one.versionId === versionId);
    if (version === undefined) return { versionId };
    checkDeletable(version, call.state.now(), call.header("x-amz-bypass-governance-retention") === "true");
    bucket.remove(key, versionId);
    return { versionId, deleteMarker: version.deleteMarker };
  }
  if (bucket.versioning === undefined) {
    bucket.remove(key, "null");
    return {};
  }
  const marker = bucket.add(key, { deleteMarker: true }, call.state.now());
  return { versionId: marker.versionId, deleteMarker: true };
}

const deleteObject: Handler = (call) => {
  const { versionId, deleteMarker } = deleteOne(call, call.key, call.versionId);
  const headers = {
    ...(versionId !== undefined && { "x-amz-version-id": versionId }),
    ...(deleteMarker && { "x-amz-delete-marker": "true" }),
  };
  return { status: 204, headers };
};

const MAX_KEYS = 1000;

const deleteObjects: Handler = async (call) => {
  const root = await call.receiveXml("Delete");
  const asked = root.children.filter((one) => one.name === "Object");
  if (asked.length === 0 || asked.length > MAX_KEYS) throw s3Error("MalformedXML");
  const quiet = childText(root, "Quiet") === "true";
  const Deleted: Content[] = [];
  const failed: Content[] = [];
  for (const one of asked) {
    const Key = one.children.find((part) => part.name === "Key")?.text ?? "";
    const VersionId = childText(one, "VersionId");
    try {
      const { versionId, deleteMarker } = deleteOne(call, Key, VersionId);
      const marker = deleteMarker && { DeleteMarker: true, DeleteMarkerVersionId: versionId };
      Deleted.push({ Key, VersionId, ...marker });
    } catch (error) {
      if (!(error instanceof S3Error)) throw error;
      failed.push({ Key, VersionId, Code: error.code, Message: error.message });
    }
  }
  return { status: 200, body: xml("DeleteResult", { Deleted: quiet ? [] : Deleted, Error: failed }) };
};

export const deletionOperations = {
  DeleteObject: deleteObject,
  DeleteObjects: deleteObjects,
} satisfies Record<string, Handler>;
