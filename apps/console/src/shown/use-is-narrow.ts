import { useSyncExternalStore } from 'react';

const narrow = window.matchMedia('(max-width: 767px)');
const subscribe = (changed: () => void) => {
  narrow.addEventListener('change', changed);
  return () => narrow.removeEventListener('change', changed);
};

/** Whether the page is as wide as a phone: tables are lists of cards then. */
export const useIsNarrow = (): boolean => useSyncExternalStore(subscribe, () => narrow.matches);
