/** Stands for the SDK's event streams in the bundles: only S3's SELECT answers with one, and nobody asks it. Saves 15 KB. */
export const resolveEventStreamSerdeConfig = (config) => config;

export const eventStreamSerdeProvider = undefined;
