import { useEffect, useState } from 'react';

const SETTLED_MS = 250;

/** A value that is typed, once it has not changed for a moment. */
export function useSettled<Value>(value: Value): Value {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const waiting = setTimeout(() => setSettled(value), SETTLED_MS);
    return () => clearTimeout(waiting);
  }, [value]);
  return settled;
}
