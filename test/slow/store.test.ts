/** Every kind of store takes a large file, of many parts. */
import { largeFileConformance } from "../store/conformance.ts";
import { openInFolder, openOnStandIn } from "../store/places.ts";

largeFileConformance("The directory store", openInFolder);
largeFileConformance("The S3 store with a locked bucket and staging in another", openOnStandIn);
