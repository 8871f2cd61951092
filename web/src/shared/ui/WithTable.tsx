import { SegmentedControl } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './charts.module.css';

/** A chart with the table behind it one tap away. */
export function WithTable({ chart, table }: { chart: ReactNode; table: ReactNode }) {
  const { t } = useTranslation();
  const [view, setView] = useState('chart');
  return (
    <div>
      <div className={classes.bar} data-no-print>
        <SegmentedControl
          aria-label={t('ui.view')}
          value={view}
          onChange={setView}
          data={[
            { value: 'chart', label: t('ui.chart') },
            { value: 'table', label: t('ui.table') },
          ]}
        />
      </div>
      {view === 'chart' ? chart : table}
    </div>
  );
}
