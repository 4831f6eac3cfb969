/** Where the browser keeps unsent commands: IndexedDB, or this page's memory where there is none. */

import { get, update } from "idb-keyval";
import { HUB } from "./page";

/** A list that outlives the page. Several hubs of one origin each have their own. */
export class Drawer<Item extends { readonly id: string }> {
  private readonly key: string;
  private memory: readonly Item[] | null = null;

  constructor(name: string) {
    this.key = `hub${HUB}:${name}`;
  }

  async all(): Promise<readonly Item[]> {
    if (this.memory) return this.memory;
    try {
      return (await get<readonly Item[]>(this.key)) ?? [];
    } catch {
      return this.giveUp();
    }
  }

  add(item: Item): Promise<void> {
    return this.change((items) => [...items, item]);
  }

  remove(id: string): Promise<void> {
    return this.change((items) => items.filter((item) => item.id !== id));
  }

  private async change(next: (items: readonly Item[]) => readonly Item[]): Promise<void> {
    if (!this.memory) {
      try {
        return await update<readonly Item[]>(this.key, (items) => next(items ?? []));
      } catch {
        this.giveUp();
      }
    }
    this.memory = next(this.memory ?? []);
  }

  /** A browser that keeps nothing, as in a private window: the page still works while it is open. */
  private giveUp(): readonly Item[] {
    return (this.memory = []);
  }
}
