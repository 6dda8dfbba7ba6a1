/** The port of the event bus. */

export interface EventPublisher {
  /**
   * Puts one event of Ticketvault's on the bus.
   * @param detailType one of `EVENTS`
   * @param detail any JSON object, 200 KB at most
   * @throws TicketvaultError `event-not-published` (retryable)
   */
  publish(detailType: string, detail: object): Promise<void>;
}
