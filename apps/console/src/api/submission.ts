import { useRef } from 'react';
import { newKey } from './ask';

/**
 * The Idempotency-Key of what is submitted: content that is sent again, after an answer that never came, keeps its key
 * and acts once; other content gets another key.
 */
export function useSubmissionKey(): (content: object) => string {
  const last = useRef({ content: '', key: '' });
  return (content) => {
    const text = JSON.stringify(content);
    if (last.current.content !== text) last.current = { content: text, key: newKey() };
    return last.current.key;
  };
}
