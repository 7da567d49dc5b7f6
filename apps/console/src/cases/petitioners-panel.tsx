import { UnlockOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { isDocumentKind, DOCUMENT_KINDS } from '@wangge/domain/documents/document-kinds';
import { Button, Form, Input } from 'antd';
import { addressOf, ask, type Page } from '../api/ask';
import { showFieldProblems } from '../api/field-problems';
import { useLanguage } from '../language/language';
import { useUnitName } from '../reference/reference-data';
import { type Me, mayReachPeople, seesOpenings } from '../session/session';
import { ProblemAlert, Read } from '../shown/outcome';
import { caseAddress, caseKey } from './case';
import { Openings, type Opening } from './openings';

/** The people in a case, as whoever handles it reads them. */
interface People {
  readonly petitioners: readonly { readonly name: string; readonly phone?: string; readonly address?: string }[];
  readonly accused: readonly string[];
  /** What was written, where the case has it with marks for names. */
  readonly text: { readonly title: string; readonly claims: readonly string[]; readonly description?: string } | null;
  readonly erased: boolean;
}

/** The petitioners' data, read with a reason; and for those who check on the platform, who read it. */
export function PetitionersPanel({ number, me }: { readonly number: string; readonly me: Me }) {
  const { say } = useLanguage();
  return (
    <div className="beside-each-other">
      {mayReachPeople(me) && (
        <section className="panel" aria-labelledby="people-heading">
          <h2 id="people-heading">{say('people.heading')}</h2>
          <OpenPeople number={number} />
        </section>
      )}
      {seesOpenings(me) && (
        <section className="panel" aria-labelledby="openings-heading">
          <h2 id="openings-heading">{say('openings.heading')}</h2>
          <OpeningsOfCase number={number} />
        </section>
      )}
    </div>
  );
}

/** What is read stays on the page alone: it goes into no cache, and is gone with the page. */
function OpenPeople({ number }: { readonly number: string }) {
  const { say } = useLanguage();
  const queries = useQueryClient();
  const [form] = Form.useForm<{ reason: string }>();
  const opening = useMutation({
    mutationFn: ({ reason }: { reason: string }) =>
      ask<People>(addressOf(`${caseAddress(number)}/petitioners`, { reason: reason.trim() })),
    onSuccess: () => queries.invalidateQueries({ queryKey: [...caseKey(number), 'openings'] }),
    onError: (error) => void showFieldProblems(form, error),
    gcTime: 0,
  });
  if (opening.data) return <ShownPeople of={opening.data} />;
  return (
    <Form form={form} name="opening" layout="vertical" onFinish={(fields) => opening.mutate(fields)}>
      {opening.error && <ProblemAlert error={opening.error} whoMay={say('people.who-may')} />}
      <p className="soft">{say('people.why')}</p>
      <Form.Item
        name="reason"
        label={say('people.reason')}
        rules={[{ required: true, whitespace: true, message: say('people.reason-required') }]}
      >
        <Input.TextArea rows={2} maxLength={500} showCount placeholder={say('people.reason-example')} />
      </Form.Item>
      <Button htmlType="submit" type="primary" icon={<UnlockOutlined />} loading={opening.isPending}>
        {say('people.open')}
      </Button>
    </Form>
  );
}

function ShownPeople({ of: { petitioners, accused, text, erased } }: { readonly of: People }) {
  const { say } = useLanguage();
  if (erased) return <p className="soft">{say('people.erased')}</p>;
  return (
    <>
      {petitioners.length === 0 && <p className="soft">{say('people.nobody')}</p>}
      <ul className="rows">
        {petitioners.map(({ name, phone, address }, index) => (
          <li key={`${name} ${index}`} className="row">
            <div className="row-what">
              <strong>{name}</strong>
              {phone && <a href={`tel:${phone.replace(/[^0-9+]/g, '')}`}>{phone}</a>}
              {address && <span className="soft">{address}</span>}
            </div>
          </li>
        ))}
      </ul>
      {accused.length > 0 && (
        <>
          <h3>{say('field.accused')}</h3>
          <p className="as-written">{accused.join('\n')}</p>
        </>
      )}
      {text !== null && (
        <>
          <h3>{say('people.as-written')}</h3>
          <p className="as-written">{[text.title, ...text.claims, text.description].filter(Boolean).join('\n')}</p>
        </>
      )}
    </>
  );
}

type FullOpening = Opening & { readonly unit: string | null };

function OpeningsOfCase({ number }: { readonly number: string }) {
  const { of } = useLanguage();
  const unitName = useUnitName();
  const openings = useQuery({
    queryKey: [...caseKey(number), 'openings'],
    queryFn: async ({ signal }) => (await ask<Page<FullOpening>>(`${caseAddress(number)}/openings`, { signal })).items,
  });
  // The reason of reading a document is its kind.
  const reasonOf = ({ what, reason = '' }: FullOpening) =>
    what === 'document' && isDocumentKind(reason) ? of(DOCUMENT_KINDS[reason].text) : reason;
  return (
    <Read of={openings}>
      {(entries) => <Openings of={entries} unitOf={({ unit }) => unit && unitName(unit)} reasonOf={reasonOf} />}
    </Read>
  );
}
