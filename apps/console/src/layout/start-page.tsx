import { FormOutlined, LoginOutlined, SearchOutlined } from '@ant-design/icons';
import { Link } from 'react-router';
import { useLanguage } from '../language/language';
import { signInAddress } from '../session/session';
import { PageFrame } from '../shown/page-frame';

/** For whoever is not signed in: say what is wrong, ask how it goes, or sign in to work. */
export function StartPage() {
  const { say } = useLanguage();
  return (
    <PageFrame title={say('start.title')} intro={say('start.intro')}>
      <div className="choices">
        <Link to="/file" className="choice">
          <FormOutlined aria-hidden />
          <strong>{say('nav.file')}</strong>
          <span className="soft">{say('start.file')}</span>
        </Link>
        <Link to="/query" className="choice">
          <SearchOutlined aria-hidden />
          <strong>{say('nav.query')}</strong>
          <span className="soft">{say('start.query')}</span>
        </Link>
        <a href={signInAddress('/cases')} className="choice">
          <LoginOutlined aria-hidden />
          <strong>{say('nav.sign-in')}</strong>
          <span className="soft">{say('start.sign-in')}</span>
        </a>
      </div>
    </PageFrame>
  );
}
