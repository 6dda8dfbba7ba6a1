/** A pacer that lets every call go at once. */
import type { Pacer } from "../../shared/leadsquared/pacer.ts";

export const UNPACED: Pacer = {
  slot: async () => ({ sent: () => {}, answered: () => {} }),
  pushBack: async () => {},
  leftOfDay: async () => Number.POSITIVE_INFINITY,
};
