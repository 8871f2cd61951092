import {
  type Icon,
  IconAlertOctagon,
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleX,
  IconClipboardList,
  IconHourglass,
  IconInfoCircle,
  IconPencil,
} from '@tabler/icons-react';
import type { Schemas } from '@/api/contract';
import type { Tone } from '@/shared/ui/StateBadge';

export type StockCount = Schemas['StockCountOut'];
export type CountLine = Schemas['CountLineOut'];
export type Variance = Schemas['VarianceOut'];
export type Severity = Schemas['VarianceSeverity'];

/** The gravest first. */
export const SEVERITIES = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'NONE'] as const satisfies Severity[];

export const SEVERITY_LOOKS: Record<Severity, { tone: Tone; icon: Icon }> = {
  CRITICAL: { tone: 'act', icon: IconAlertOctagon },
  HIGH: { tone: 'act', icon: IconAlertTriangle },
  MEDIUM: { tone: 'soon', icon: IconAlertTriangle },
  LOW: { tone: 'info', icon: IconInfoCircle },
  NONE: { tone: 'well', icon: IconCircleCheck },
};

export const STATE_LOOKS: Record<StockCount['state'], { tone: Tone; icon: Icon }> = {
  DRAFT: { tone: 'quiet', icon: IconPencil },
  COUNTING: { tone: 'action', icon: IconClipboardList },
  COUNTED: { tone: 'soon', icon: IconHourglass },
  APPROVED: { tone: 'well', icon: IconCircleCheck },
  CANCELLED: { tone: 'quiet', icon: IconCircleX },
};
