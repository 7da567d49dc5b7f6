import { CheckCircleOutlined } from '@ant-design/icons';
import { Alert, App, Button } from 'antd';
import { Link } from 'react-router';
import { useLanguage } from '../language/language';
import { handlesCases, type Me } from '../session/session';
import { instantText } from '../shown/instant';

/** What whoever files gets back; no code where the case had been filed before by somebody else. */
export interface Filed {
  readonly number: string;
  readonly queryCode?: string;
  readonly receivedAt: string;
}

interface FiledCaseProperties {
  readonly filed: Filed;
  readonly me: Me | null;
  readonly again: () => void;
}

/** The number and the query code, which are shown this once. */
export function FiledCase({ filed: { number, queryCode, receivedAt }, me, again }: FiledCaseProperties) {
  const { say } = useLanguage();
  const { message } = App.useApp();
  const copy = () =>
    navigator.clipboard.writeText(`${number} ${queryCode ?? ''}`.trim()).then(
      () => message.success(say('file.copied')),
      () => message.error(say('file.not-copied')),
    );
  return (
    <section className="panel filed" role="status">
      <h2>
        <CheckCircleOutlined aria-hidden className="good" /> {say('file.done')}
      </h2>
      <dl className="facts">
        <div>
          <dt>{say('file.number')}</dt>
          <dd className="large" data-testid="filed-number">
            {number}
          </dd>
        </div>
        {queryCode !== undefined && (
          <div>
            <dt>{say('file.query-code')}</dt>
            <dd className="large" data-testid="filed-code">
              {queryCode}
            </dd>
          </div>
        )}
        <div>
          <dt>{say('case.received')}</dt>
          <dd>{instantText(receivedAt)}</dd>
        </div>
      </dl>
      {queryCode !== undefined && <Alert type="warning" showIcon title={say('file.keep-code')} />}
      <div className="commands">
        {navigator.clipboard && <Button onClick={() => void copy()}>{say('file.copy')}</Button>}
        {me && handlesCases(me) ? (
          <Link className="button-link" to={`/cases/${number}`}>
            {say('file.open-case')}
          </Link>
        ) : (
          <Link className="button-link" to="/query" state={{ number, code: queryCode }}>
            {say('file.ask-now')}
          </Link>
        )}
        <Button onClick={again}>{say('file.another')}</Button>
      </div>
    </section>
  );
}
