/** The conformance suite of all stores, on the server that `npm run test:store` is asked about. */
import { objectStoreConformance } from "../store/conformance.ts";
import { openOn, SERVER_VARIABLE, type ServerUnderTest } from "./server.ts";

const server: ServerUnderTest = JSON.parse(process.env[SERVER_VARIABLE] ?? "null");
const { publishingOverwrites } = server;

objectStoreConformance(`The S3 store on ${server.endpoint}`, () => openOn(server), { publishingOverwrites });
