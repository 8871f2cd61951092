import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { parts, told } from '../format/told';
import { humanised } from '../format/words';
import classes from './Report.module.css';

interface Props {
  report: object;
  /** What a value is better shown as, such as a link for an id; null leaves it to the value itself. */
  special?: (key: string, value: string) => ReactNode;
  /** How many parts are seen at once; the rest is behind one tap. */
  first?: number;
  /** Names that are left out. */
  without?: readonly string[];
}

/** A machine's report, such as what a command was asked, as a small table of names and values. */
export function Report({ report, special, first = 4, without = [] }: Props) {
  const { t } = useTranslation();
  const all = parts(report).filter(([key]) => !without.includes(key));
  const plain = all.filter(([, value]) => typeof value !== 'object');
  const seen = plain.slice(0, first);
  const rest = [...plain.slice(first), ...all.filter(([, value]) => typeof value === 'object')];
  if (all.length === 0) return null;
  return (
    <div className={classes.report}>
      {seen.length > 0 && <Rows rows={seen} special={special} />}
      {rest.length > 0 && (
        <details>
          <summary>{t('report.more', { count: rest.length })}</summary>
          <Rows rows={rest} special={special} />
        </details>
      )}
    </div>
  );
}

function Rows({ rows, special }: { rows: [string, unknown][]; special?: Props['special'] }) {
  const { t } = useTranslation();
  return (
    <dl className={classes.rows}>
      {rows.map(([key, value]) => (
        <div key={key}>
          <dt>{t(`fields.${key}` as never, { defaultValue: humanised(key) }) as string}</dt>
          <dd>
            <Value name={key} value={value} special={special} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Value({ name, value, special }: { name: string; value: unknown; special?: Props['special'] }) {
  const { t } = useTranslation();
  const one = (item: unknown) => special?.(name, String(item)) ?? told(name, item, t('ui.yes'), t('ui.no'));
  if (Array.isArray(value)) {
    if (value.every((item) => item === null || typeof item !== 'object'))
      return value.map((item, index) => (
        <span key={String(item)}>
          {index > 0 && ', '}
          {one(item)}
        </span>
      ));
    return (
      <ol className={classes.list}>
        {value.map((item, index) => (
          <li key={index}>
            <Rows rows={parts(item)} special={special} />
          </li>
        ))}
      </ol>
    );
  }
  if (value !== null && typeof value === 'object') return <Rows rows={parts(value)} special={special} />;
  return <span className="num">{one(value)}</span>;
}
