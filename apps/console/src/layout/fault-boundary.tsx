import { Alert, Button } from 'antd';
import { Component, type ReactNode } from 'react';
import { useLanguage } from '../language/language';

interface FaultBoundaryProperties {
  readonly children: ReactNode;
}

/** A fault of the page itself, or a part of it that could not be loaded: said, with a way on. */
export class FaultBoundary extends Component<FaultBoundaryProperties, { readonly failed: boolean }> {
  override readonly state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render(): ReactNode {
    return this.state.failed ? <Fault /> : this.props.children;
  }
}

function Fault() {
  const { say } = useLanguage();
  return (
    <Alert
      type="error"
      showIcon
      title={say('problem.page')}
      action={<Button onClick={() => window.location.reload()}>{say('action.reload')}</Button>}
    />
  );
}
