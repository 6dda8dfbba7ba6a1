/** The store in a folder does what every store must do. */
import { objectStoreConformance } from "./conformance.ts";
import { openInFolder } from "./places.ts";

objectStoreConformance("The directory store", openInFolder);
