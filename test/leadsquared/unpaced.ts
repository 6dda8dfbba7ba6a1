/** A pacer that lets every call go at once. */
import type { Pacer } from "../../shared/leadsquared/pacer.ts";

export const UNPACED: Pacer = {
  slot: async () => ({ sent: () => {}, answered: () => {} }),
  pushBack: async () => {},
  allowance: async () => ({
    perWindow: Number.POSITIVE_INFINITY,
    windowMs: 5000,
    perDay: Number.POSITIVE_INFINITY,
    leftOfDay: Number.POSITIVE_INFINITY,
    nextAt: 0,
  }),
};
