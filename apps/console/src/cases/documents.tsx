import { DownloadOutlined } from '@ant-design/icons';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { addressOf, ask, download, type Page, type Parameters } from '../api/ask';
import { useLanguage } from '../language/language';
import type { Text } from '../language/say';
import { Flag, type Tone } from '../shown/due';
import { instantText } from '../shown/instant';
import { Nothing, ProblemAlert, Read } from '../shown/outcome';

interface CaseDocument {
  readonly id: string;
  readonly kind: string;
  readonly text: Text | null;
  readonly status: 'waiting' | 'ready' | 'erased';
  readonly documentNumber: string | null;
  readonly at: string;
  /** Bytes. */
  readonly size: number | null;
  readonly failure: string | null;
}

const TONES: Readonly<Record<CaseDocument['status'], Tone>> = { waiting: 'soon', ready: 'good', erased: 'was' };
const WAITING_MS = 3_000;

interface DocumentsProperties {
  /** Where the list is; each document is below it. */
  readonly address: string;
  /** The petitioner's query code. */
  readonly asked?: Parameters;
  readonly queryKey: readonly unknown[];
  /** A document was read, which is written down. */
  readonly onRead?: () => void;
}

/** What the case has in writing (文书), in the order of the acts that made it; each is a PDF. */
export function Documents({ address, asked = {}, queryKey, onRead }: DocumentsProperties) {
  const { say } = useLanguage();
  const list = useQuery({
    queryKey,
    queryFn: async ({ signal }) => (await ask<Page<CaseDocument>>(addressOf(address, asked), { signal })).items,
    // Made a moment after the act: look again until it is there.
    refetchInterval: ({ state }) => (state.data?.some(({ status }) => status === 'waiting') ? WAITING_MS : false),
  });
  const { mutate, error, isPending, variables } = useMutation({
    mutationFn: ({ id, name }: { readonly id: string; readonly name: string }) =>
      download(addressOf(`${address}/${id}`, asked), 'application/pdf', `${name}.pdf`),
    onSuccess: () => onRead?.(),
  });
  return (
    <Read of={list}>
      {(documents) => (
        <>
          {error && <ProblemAlert error={error} whoMay={say('people.who-may')} />}
          {documents.length === 0 ? (
            <Nothing title={say('documents.none')} />
          ) : (
            <ul className="rows">
              {documents.map((document) => (
                <DocumentRow
                  key={document.id}
                  document={document}
                  loading={isPending && variables.id === document.id}
                  onDownload={(name) => mutate({ id: document.id, name })}
                />
              ))}
            </ul>
          )}
        </>
      )}
    </Read>
  );
}

interface DocumentRowProperties {
  readonly document: CaseDocument;
  readonly loading: boolean;
  readonly onDownload: (name: string) => void;
}

function DocumentRow({ document, loading, onDownload }: DocumentRowProperties) {
  const { say, of } = useLanguage();
  const { kind, text, status, documentNumber, at, size, failure } = document;
  const name = text ? of(text) : kind;
  return (
    <li className="row">
      <div className="row-what">
        <strong>{name}</strong>
        <span className="soft">
          {documentNumber !== null && <span>{documentNumber} · </span>}
          {instantText(at)}
          {size !== null && status === 'ready' && (
            <>
              {' · '}
              <span className="number">{say('documents.size', { size: Math.ceil(size / 1024) })}</span>
            </>
          )}
        </span>
        {status === 'waiting' && failure !== null && (
          <span className="warning">{say('documents.failure', { failure })}</span>
        )}
      </div>
      <div className="row-end">
        <Flag tone={TONES[status]}>{say(`documents.status.${status}`)}</Flag>
        {status === 'ready' && (
          <Button
            icon={<DownloadOutlined />}
            loading={loading}
            aria-label={say('documents.download-of', { name })}
            onClick={() => onDownload(documentNumber === null ? name : `${name} ${documentNumber}`)}
          >
            {say('documents.download')}
          </Button>
        )}
      </div>
    </li>
  );
}
