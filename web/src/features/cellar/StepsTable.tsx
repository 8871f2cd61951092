import { useTranslation } from 'react-i18next';
import type { ReadingPreview } from '@/api/wire';
import { compare, type Decimal } from '@/shared/format/decimal';
import { formatGravity, formatQuantity } from '@/shared/format/format';
import classes from './Cellar.module.css';

/** A reading's way to 20 °C, so that a person sees why; below it, what the ledger thinks. */
export function StepsTable({ steps }: { steps: ReadingPreview }) {
  const { t } = useTranslation();
  const litres = (value: Decimal) => formatQuantity(value, 'L');
  const plus = compare(steps.difference_l, '0') > 0 ? '+' : '';
  return (
    <table className={`${classes.steps} num`} aria-live="polite">
      <caption className="quiet" style={{ textAlign: 'left', paddingBottom: 4 }}>
        {t('cellar.stepsTitle')}
      </caption>
      <tbody>
        <tr>
          <th scope="row">{t('cellar.stepTable')}</th>
          <td />
          <td>{litres(steps.table_l)}</td>
        </tr>
        <tr>
          <th scope="row">{t('cellar.stepShell')}</th>
          <td>× {steps.shell_factor}</td>
          <td>{litres(steps.at_temperature_l)}</td>
        </tr>
        <tr>
          <th scope="row">
            {t('cellar.stepLiquid')}
            <small>
              {t('cellar.stepBeer', { og: formatGravity(steps.og), gravity: formatGravity(steps.gravity) })}
            </small>
          </th>
          <td>× {steps.liquid_factor}</td>
          <td>{litres(steps.volume_20_l)}</td>
        </tr>
        <tr className={classes.total}>
          <th scope="row">{t('cellar.at20')}</th>
          <td />
          <td>{litres(steps.volume_20_l)}</td>
        </tr>
        <tr>
          <th scope="row">{t('cellar.ledger')}</th>
          <td />
          <td>{litres(steps.ledger_l)}</td>
        </tr>
        <tr>
          <th scope="row">{t('cellar.difference')}</th>
          <td />
          <td>
            {plus}
            {litres(steps.difference_l)}
          </td>
        </tr>
      </tbody>
    </table>
  );
}
