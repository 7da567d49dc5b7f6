import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { CASE_KINDS } from '../cases/process-texts';
import { useLanguage } from '../language/language';
import type { Me } from '../session/session';
import { PageFrame } from '../shown/page-frame';
import { type Filed, FiledCase } from './filed-case';
import { FilingForm } from './filing-form';

/** Filing a matter or a petition: for everybody, without an account; officers enter how and when it came. */
export function FilePage({ me }: { readonly me: Me | null }) {
  const { say } = useLanguage();
  const [filed, setFiled] = useState<Filed>();
  const [search] = useSearchParams();
  const kind = CASE_KINDS.find((one) => one === search.get('kind')) ?? 'matter';
  return (
    <PageFrame narrow title={say('file.title')} intro={filed ? undefined : say('file.intro')}>
      {filed ? (
        <FiledCase filed={filed} me={me} again={() => setFiled(undefined)} />
      ) : (
        <FilingForm me={me} kind={kind} onFiled={setFiled} />
      )}
    </PageFrame>
  );
}
