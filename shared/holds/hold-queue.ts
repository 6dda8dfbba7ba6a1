/** The port of the queue of tickets whose legal hold must be brought level with the records. */

export interface HoldQueue {
  /**
   * Asks for these tickets to be looked at: at once, and once more after the longest time that an archive run takes,
   * since a run that was under way may have written files as they were to be before. Durable once it returns.
   * @throws TicketvaultError `queue-unavailable` (retryable) or `queue-refused`
   */
  send(tickets: readonly number[]): Promise<void>;
}
