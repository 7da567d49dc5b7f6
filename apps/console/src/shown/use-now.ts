import { useEffect, useState } from 'react';

/** The time, anew every half minute: what is due must not look as it did an hour ago. */
export function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const ticking = setInterval(() => setNow(Date.now()), 30_000);
    return () => clearInterval(ticking);
  }, []);
  return now;
}
