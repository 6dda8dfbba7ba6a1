/** What every function has to know that works on the archive. */
import { ENV } from "../shared/names.ts";
import type { Parts } from "./parts.ts";

export function storeEnvironment({ config, archive, staging }: Parts) {
  return {
    [ENV.orgId]: String(config.orgId),
    [ENV.archiveBucket]: archive.bucketName,
    [ENV.stagingBucket]: staging.bucketName,
    [ENV.logLevel]: config.logs.level,
  };
}
