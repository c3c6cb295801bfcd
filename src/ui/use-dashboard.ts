import { createContext, useContext, useRef } from 'react';
import { useStore } from 'zustand';
import { type Bindings, makeBindings } from './keymap/bindings.ts';
import { type DashboardState, type DashboardStore, makeStore } from './state/store.ts';

/** What panes read: the store and the keymap of this run. */
export interface DashboardSource {
  readonly store: DashboardStore;
  readonly bindings: Bindings;
}

/** Panes find the store here. */
export const DashboardContext = createContext<DashboardSource>({ store: makeStore({}), bindings: makeBindings() });

/** A part of the state; the pane is drawn again when that part changes. */
export function useDashboard<Part>(select: (state: DashboardState) => Part): Part {
  return useStore(useContext(DashboardContext).store, select);
}

/** The keymap of this run. */
export function useBindings(): Bindings {
  return useContext(DashboardContext).bindings;
}

/**
 * Something drawable computed from the state, plain data. The clock ticks and events come by the dozen; the pane is
 * drawn again only when what it shows has changed.
 */
export function useComputed<Drawable>(compute: (state: DashboardState) => Drawable): Drawable {
  const last = useRef<{ text: string; value: Drawable } | null>(null);
  return useDashboard((state) => {
    const value = compute(state);
    const text = JSON.stringify(value);
    if (last.current?.text === text) return last.current.value;
    last.current = { text, value };
    return value;
  });
}
