import { SegmentedControl, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { CommandDialog } from '@/offline/CommandDialog';
import { decimalOf, parseDecimal } from '@/shared/format/decimal';
import { formatQuantity, unitSign } from '@/shared/format/format';
import { NumberField } from '@/shared/ui/NumberField';
import type { StockTransfer, TransferLine } from './words';

type Remainder = 'LOST' | 'RETURNED';

/** What arrived of each lot; the rest was lost or goes back. */
export function ReceiveDialog({ transfer, onClose }: { transfer: StockTransfer; onClose: () => void }) {
  const { t } = useTranslation();
  const field = (line: TransferLine) => `lot_${line.lot_id}`;
  const initial: Record<string, string> = { reason: '', remainder: 'LOST' };
  const validate: Record<string, (value: string) => string | null> = {};
  for (const line of transfer.lines) {
    initial[field(line)] = parseDecimal(line.quantity) ?? line.quantity;
    validate[field(line)] = (value) => (parseDecimal(value) === null ? t('ui.numberMissing') : null);
  }
  const title = t('transfers.receiveTitle', { number: transfer.number });
  return (
    <CommandDialog
      title={title}
      lead={t('transfers.receiveLead')}
      act={t('transfers.receive')}
      done={t('transfers.done')}
      initial={initial}
      validate={validate}
      onClose={onClose}
      send={(values, run) =>
        run({
          method: 'POST',
          path: '/v1/stock-transfers/{transfer_id}/receipts',
          at: { transfer_id: transfer.id },
          body: {
            reason: (values.reason ?? '').trim(),
            lines: transfer.lines.map((line) => ({
              lot_id: line.lot_id,
              received: decimalOf(values[field(line)] ?? ''),
              remainder: values.remainder as Remainder,
            })),
          },
          label: title,
        })
      }
    >
      {(form) => (
        <>
          {transfer.lines.map((line) => (
            <NumberField
              key={line.lot_id}
              size="lg"
              label={`${line.item_name} · ${line.lot_code}`}
              unit={unitSign(line.unit)}
              hint={formatQuantity(line.quantity, line.unit)}
              {...form.getInputProps(field(line))}
            />
          ))}
          <SegmentedControl
            fullWidth
            size="lg"
            aria-label={t('transfers.remainder')}
            data={[
              { value: 'LOST', label: t('transfers.restLost') },
              { value: 'RETURNED', label: t('transfers.restReturned') },
            ]}
            {...form.getInputProps('remainder')}
          />
          <TextInput size="lg" label={t('transfers.whyMissing')} {...form.getInputProps('reason')} />
        </>
      )}
    </CommandDialog>
  );
}
