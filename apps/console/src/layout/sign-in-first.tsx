import { Button } from 'antd';
import { useLocation } from 'react-router';
import { useLanguage } from '../language/language';
import { signInAddress } from '../session/session';
import { Nothing } from '../shown/outcome';
import { PageFrame } from '../shown/page-frame';

/** A page for staff, asked for by somebody who is not signed in, or no longer: back here afterwards. */
export function SignInFirst() {
  const { say } = useLanguage();
  const { pathname, search } = useLocation();
  return (
    <PageFrame title={say('sign-in.title')}>
      <Nothing title={say('sign-in.first')}>
        <Button type="primary" href={signInAddress(pathname + search)}>
          {say('nav.sign-in')}
        </Button>
      </Nothing>
    </PageFrame>
  );
}
