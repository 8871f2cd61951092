import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { question } from '@/api/client';
import { useMay } from '@/api/session';
import type { ApprovalLimit } from '@/api/wire';
import { useCommand } from '@/offline/useCommand';
import { parseDecimal } from '@/shared/format/decimal';
import { formatMoney } from '@/shared/format/format';
import { useWord } from '@/shared/i18n/useWord';
import { NumberField } from '@/shared/ui/NumberField';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import classes from './Purchasing.module.css';

/** Up to which amount each role may say yes; only the owner changes it. */
export function LimitsDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const limits = useQuery(question('purchasing', '/v1/approval-limits'));
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('orders.limits')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      <Stack gap="md">
        <Text>{t('orders.limitsBody')}</Text>
        {limits.error && <ProblemPanel error={limits.error} retry={() => void limits.refetch()} />}
        {limits.data?.items.map((limit) => (
          <Limit key={`${limit.role} ${limit.amount} ${limit.own_amount}`} limit={limit} />
        ))}
      </Stack>
    </Modal>
  );
}

function Limit({ limit }: { limit: ApprovalLimit }) {
  const { t } = useTranslation();
  const w = useWord();
  const may = useMay();
  const [amount, setAmount] = useState(limit.amount ?? '');
  const [own, setOwn] = useState(limit.own_amount ?? '');
  const set = useCommand(t('orders.limitSet'));
  const said = (value: string | null) => (value === null ? t('orders.noLimit') : formatMoney(value));
  if (!may('purchasing.limits.set')) {
    return (
      <div className={classes.limit}>
        <strong>{w('roles', limit.role)}</strong>
        <span className="num">{t('orders.limitOthers', { amount: said(limit.amount) })}</span>
        <span className="num">{t('orders.limitOwn', { amount: said(limit.own_amount) })}</span>
      </div>
    );
  }
  const wrong = [amount, own].some((text) => text.trim() !== '' && parseDecimal(text) === null);
  return (
    <form
      className={classes.limit}
      onSubmit={(event) => {
        event.preventDefault();
        void set.run({
          method: 'PUT',
          path: '/v1/approval-limits/{role}',
          at: { role: limit.role },
          body: { amount: parseDecimal(amount), own_amount: parseDecimal(own) },
          label: `${t('orders.limits')} ${w('roles', limit.role)}`,
        });
      }}
    >
      <strong>{w('roles', limit.role)}</strong>
      {set.refusal && <ProblemPanel error={set.refusal} />}
      <Group align="end" gap="sm">
        <NumberField
          label={t('orders.others')}
          placeholder={t('orders.noLimit')}
          unit="MXN"
          value={amount}
          onChange={setAmount}
        />
        <NumberField
          label={t('orders.own')}
          placeholder={t('orders.noLimit')}
          unit="MXN"
          value={own}
          onChange={setOwn}
        />
        <Button type="submit" variant="default" loading={set.busy} disabled={wrong}>
          {t('orders.limitSave')}
        </Button>
      </Group>
    </form>
  );
}
