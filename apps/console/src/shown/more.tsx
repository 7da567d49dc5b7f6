import { Button } from 'antd';
import { useLanguage } from '../language/language';

interface MoreProperties {
  readonly of: {
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    readonly fetchNextPage: () => unknown;
  };
  readonly shown: number;
}

/** How much of a list is there, and the way to more of it. */
export function More({ of: list, shown }: MoreProperties) {
  const { say } = useLanguage();
  if (shown === 0) return null;
  return (
    <div className="more">
      <span className="soft" role="status">
        {say(list.hasNextPage ? 'list.shown-so-far' : 'list.shown-all', { count: shown })}
      </span>
      {list.hasNextPage && (
        <Button onClick={() => void list.fetchNextPage()} loading={list.isFetchingNextPage}>
          {say('list.more')}
        </Button>
      )}
    </div>
  );
}
