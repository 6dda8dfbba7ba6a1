/** The S3 store does what every store must do, on a real radosgw; without versions, see differences.ts. */
import { inject } from "vitest";
import { largeFileConformance, objectStoreConformance } from "../store/conformance.ts";
import { openS3Store } from "../store/s3-place.ts";

const NAME = "The S3 store on radosgw with staging in the same bucket";
const open = () => openS3Store(inject("radosgw"), { lock: false, prefix: "", stagingBucket: false });

objectStoreConformance(NAME, open, { publishingOverwrites: true });
largeFileConformance(NAME, open);
