import { Button } from '@mantine/core';
import { IconAlertTriangle, IconCloudOff, IconLock } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Trouble } from './Panel';

/** What the API's refusals look like from here; `shared` knows no more of them. */
interface Spoken {
  problem?: {
    type: string;
    title: string;
    detail?: string;
    status: number;
    request_id?: string;
    errors?: { pointer: string; detail: string }[];
  };
}

/** A refusal or a silence in a person's words: what happened, what was kept, what to do. */
export function ProblemPanel({
  error,
  retry,
  kept,
  unplaced,
}: {
  error: Error;
  retry?: () => void;
  kept?: string;
  /** Field errors that no field of the form shows. */
  unplaced?: { pointer: string; detail: string }[];
}) {
  const { t } = useTranslation();
  const problem = (error as Spoken).problem;
  const again = retry && (
    <Button variant="default" mt={8} onClick={retry}>
      {t('ui.again')}
    </Button>
  );
  if (!problem) {
    if (error.name === 'Kept') {
      return (
        <Trouble
          silent
          icon={IconCloudOff}
          title={t('offline.kept')}
          kept={t('offline.keptDetail', { what: error.message })}
        />
      );
    }
    const silent = error.name === 'Unreachable';
    return (
      <Trouble
        icon={silent ? IconCloudOff : IconAlertTriangle}
        silent={silent}
        title={t(silent ? 'problem.unreachable' : 'problem.unknown')}
        kept={kept}
        todo={t(silent ? 'problem.unreachableTodo' : 'problem.unknownTodo')}
        small={silent ? undefined : error.message}
      >
        {again}
      </Trouble>
    );
  }
  // Other refusals of this status say themselves what is wrong: a code that does not match, an owner who is needed.
  if (problem.status === 403 && /(\/not-allowed|about:blank)$/.test(problem.type))
    return <Trouble icon={IconLock} title={t('problem.forbidden')} todo={t('problem.forbiddenTodo')} />;
  const lines = unplaced ?? [];
  return (
    <Trouble
      icon={IconAlertTriangle}
      title={problem.title}
      kept={problem.detail === problem.title ? kept : [problem.detail, kept].filter(Boolean).join(' ')}
      todo={problem.status >= 500 ? t('problem.serverTodo') : undefined}
      small={problem.request_id ? t('problem.request', { id: problem.request_id }) : undefined}
    >
      {lines.length > 0 && (
        <ul style={{ margin: '4px 0 0', paddingLeft: 18 }}>
          {lines.map((line) => (
            <li key={line.pointer + line.detail}>{line.detail}</li>
          ))}
        </ul>
      )}
      {again}
    </Trouble>
  );
}
