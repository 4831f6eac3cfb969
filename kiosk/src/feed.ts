/**
 * Keeps what is shown up to date. Nudges over the socket, a slow poll, a regained line and a
 * person's own command all end in the same thing: one more GET of the picture.
 */

import { io, type Socket } from "socket.io-client";
import { type Contact, IN_TOUCH, Refused } from "./contact";
import { folding } from "./fold";
import { NAMESPACE, SOCKET_PATH } from "./page";

const POLL_MS = 60_000;
const POLL_WITHOUT_NUDGES_MS = 10_000;
const RETRY_FIRST_MS = 1_000;
const RETRY_LAST_MS = 6_000; // a picture is to be current within 10 s of the line's return
const CONNECT_LAST_MS = 30_000;
const ACK_MS = 8_000;
const TURNED_AWAY_MS = 15_000;

/** The topics that have moved on, as far as nudges have told; null where anything may have. */
export type News = ReadonlySet<string> | null;

/** Fetches and shows the picture; resolves to the topics that it depends on. */
export type Look = (news: News) => Promise<readonly string[]>;

export class Feed {
  /** Look again soon; calls made meanwhile become one more look. */
  readonly refresh: () => Promise<void>;
  private news: Set<string> | null = null;
  private readonly socket: Socket;
  private lastAnswer = new Date();
  private failures = 0;
  private watched = "";
  private topics: readonly string[] = [];
  private retry = 0;

  constructor(
    private readonly look: Look,
    private readonly tell: (contact: Contact) => void,
    auth: () => Record<string, string> = () => ({}),
  ) {
    const fold = folding(() => this.lookOnce());
    this.refresh = () => {
      this.news = null;
      return fold();
    };
    this.socket = io(location.origin + NAMESPACE, {
      path: SOCKET_PATH,
      transports: ["websocket"],
      reconnectionDelayMax: CONNECT_LAST_MS,
      auth: (give: (said: Record<string, string>) => void) => give(auth()),
    });
    this.socket.on("changed", (versions: Readonly<Record<string, number>>) => {
      for (const topic of Object.keys(versions)) this.news?.add(topic);
      void fold();
    });
    this.listen();
    this.poll();
  }

  /** Looks without being told to; more often where no nudges come through, such as old proxies. */
  private poll(): void {
    void this.refresh();
    setTimeout(() => this.poll(), this.socket.connected ? POLL_MS : POLL_WITHOUT_NUDGES_MS);
  }

  /** Calls `tell` whenever the line has come back. */
  onLine(tell: () => void): void {
    this.socket.on("connect", tell);
    addEventListener("online", tell);
  }

  private listen(): void {
    this.socket.on("connect", () => {
      this.watched = "";
      if (this.topics.length) this.watch();
      else void this.refresh();
    });
    this.socket.on("disconnect", () => {
      delete document.documentElement.dataset.watching;
      void this.refresh();
      this.comeBack();
    });
    this.socket.on("connect_error", () => this.comeBack());
    addEventListener("online", () => void this.refresh());
  }

  /** A server that turned the socket away is not asked again by socket.io itself. */
  private comeBack(): void {
    if (!this.socket.active) setTimeout(() => this.socket.connect(), TURNED_AWAY_MS);
  }

  private async lookOnce(): Promise<void> {
    const { news } = this;
    this.news = new Set();
    try {
      this.topics = await this.look(news);
      this.answered(IN_TOUCH);
      if (this.socket.connected && this.topics.join(" ") !== this.watched) this.watch();
    } catch (error) {
      this.news = null; // the next look is to find out what this one would have
      if (error instanceof Refused && error.status < 500) this.answered({ since: null, words: error.message });
      else this.missed();
    }
  }

  /**
   * Says which topics are of interest, then looks once more: nothing can fall in between. From then
   * on the page has `data-watching`, until the line is lost: what it shows is how things are.
   */
  private watch(): void {
    this.watched = this.topics.join(" ");
    this.socket.timeout(ACK_MS).emit("watch", [...this.topics], async (silence: Error | null) => {
      await this.refresh();
      if (!silence && this.socket.connected) document.documentElement.dataset.watching = "";
    });
  }

  private answered(contact: Contact): void {
    clearTimeout(this.retry);
    this.lastAnswer = new Date();
    if (this.failures > 0 && !this.socket.connected) this.socket.disconnect().connect(); // now, not at its next try
    this.failures = 0;
    this.tell(contact);
  }

  /** Tries again soon, and not at the moment when all the other screens do. */
  private missed(): void {
    clearTimeout(this.retry);
    const pause = Math.min(RETRY_LAST_MS, RETRY_FIRST_MS * 2 ** this.failures) * (0.5 + Math.random() / 2);
    this.failures += 1;
    this.retry = setTimeout(() => void this.refresh(), pause);
    this.tell({ since: this.lastAnswer, words: "" });
  }
}
