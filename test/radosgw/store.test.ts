/** The S3 store does what every store must do, on a real radosgw; without versions, see differences.ts. */
import { inject } from "vitest";
import { objectStoreConformance } from "../store/conformance.ts";
import { openS3Store } from "../store/s3-place.ts";

objectStoreConformance(
  "The S3 store on radosgw with staging in the same bucket",
  () => openS3Store(inject("radosgw"), { lock: false, prefix: "", stagingBucket: false }),
  { publishingOverwrites: true },
);
