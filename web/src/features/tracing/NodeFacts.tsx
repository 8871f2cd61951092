import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { TraceNode } from '@/api/wire';
import { formatDate, formatDateTime, formatNumber, unitSign } from '@/shared/format/format';
import { useWord } from '@/shared/i18n/useWord';
import classes from './Tracing.module.css';

const DAYS = /_(on|before)$/;
const MOMENTS = /_at$/;
const FIGURES = /(_pct|_l|^ibu|^quantity)$/;
/** Already said by the title, or by the page. */
const SAID = new Set(['code', 'number', 'serial', 'name', 'about', 'qr']);

/** What is known of one thing, or the list of those that share a box. */
export function NodeFacts({ members }: { members: TraceNode[] }) {
  const { t } = useTranslation();
  const w = useWord();
  const [first] = members;
  if (!first) return null;
  if (members.length > 1) {
    return (
      <ul className={classes.members} aria-label={w('nodeKinds', first.kind)}>
        {members.map((node) => (
          <li key={node.id}>
            <Link to="/tracing/$kind/$nodeId" params={{ kind: node.kind, nodeId: node.id }}>
              {node.label || t('tracing.notTold')}
            </Link>
            <span>{node.facts.state ? w('fillStates', node.facts.state) : node.about}</span>
          </li>
        ))}
      </ul>
    );
  }
  const facts = Object.entries(first.facts).filter(([name, value]) => !SAID.has(name) && value);
  return (
    <>
      <p className={classes.chosen}>
        <strong>{first.label || t('tracing.notTold')}</strong> {w('nodeKinds', first.kind)}
      </p>
      <dl className={classes.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{w('nodeFacts', name)}</dt>
            <dd className="num">{say(name, value)}</dd>
          </div>
        ))}
      </dl>
      <Link to="/tracing/$kind/$nodeId" params={{ kind: first.kind, nodeId: first.id }}>
        {t('tracing.fromHere')}
      </Link>
    </>
  );

  function say(name: string, value: string): string {
    if (name === 'state') return w('fillStates', value);
    if (name === 'item_kind') return w('kinds', value);
    if (name === 'unit') return unitSign(value);
    if (DAYS.test(name)) return formatDate(value);
    if (MOMENTS.test(name)) return formatDateTime(value);
    return FIGURES.test(name) ? formatNumber(value) : value;
  }
}
