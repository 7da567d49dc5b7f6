import { type ReactNode, useEffect } from 'react';
import { useLanguage } from '../language/language';

interface PageFrameProperties {
  readonly title: string;
  /** Title of the browser's tab where the heading says more than that. */
  readonly tab?: string;
  readonly intro?: ReactNode;
  readonly actions?: ReactNode;
  /** One column to read or fill in. */
  readonly narrow?: boolean;
  readonly children: ReactNode;
}

/** A page with its one heading. */
export function PageFrame({ title, tab, intro, actions, narrow = false, children }: PageFrameProperties) {
  const { say } = useLanguage();
  const named = `${tab ?? title} · ${say('product')}`;
  useEffect(() => {
    document.title = named;
  }, [named]);
  return (
    <div className={narrow ? 'narrow' : undefined}>
      <header className="page-head">
        <div>
          <h1>{title}</h1>
          {intro !== undefined && <div className="soft">{intro}</div>}
        </div>
        {actions !== undefined && <div className="page-actions">{actions}</div>}
      </header>
      {children}
    </div>
  );
}
