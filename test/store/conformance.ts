/** What every `ObjectStore` must do: one suite, run against each adapter. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ObjectStore } from "../../shared/store/object-store.ts";
import { creationConformance } from "./conformance-create.ts";
import { keyConformance } from "./conformance-keys.ts";
import type { Limits, Stores } from "./conformance-parts.ts";
import { publicationConformance } from "./conformance-publish.ts";
import { largeStagingConformance, stagingConformance } from "./conformance-stage.ts";

/** A store in a place of its own, empty. */
export interface OpenedStore {
  readonly store: ObjectStore;
  /** A second instance on the same place, as another process would open it. */
  another(): Promise<ObjectStore>;
  close(): Promise<void>;
}

/** Declares the suite for one adapter; `open` is called for each test. */
export function objectStoreConformance(
  name: string,
  open: () => Promise<OpenedStore>,
  limits: Limits = {},
): void {
  describe(`${name} is an object store`, () => {
    const stores = openedForEach(open);
    test("it says in words where it is", () => {
      expect(stores.store().location).toMatch(/\S/);
    });
    stagingConformance(stores);
    creationConformance(stores);
    publicationConformance(stores, limits);
    keyConformance(stores);
  });
}

/** Declares what rests on how files appear: created by one of many, and published. */
export function placingConformance(name: string, open: () => Promise<OpenedStore>): void {
  describe(`${name} is an object store`, () => {
    const stores = openedForEach(open);
    creationConformance(stores);
    publicationConformance(stores, {});
  });
}

/** Declares the part that takes its time: a large file. */
export function largeFileConformance(name: string, open: () => Promise<OpenedStore>): void {
  describe(`${name} is an object store`, () => largeStagingConformance(openedForEach(open)));
}

function openedForEach(open: () => Promise<OpenedStore>): Stores {
  let opened: OpenedStore | undefined;
  beforeEach(async () => {
    opened = await open();
  });
  afterEach(async () => {
    await opened?.close();
    opened = undefined;
  });
  const current = () => {
    if (opened === undefined) throw new Error("No store is open.");
    return opened;
  };
  return { store: () => current().store, another: () => current().another() };
}
