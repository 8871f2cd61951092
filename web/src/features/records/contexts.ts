import type { Context } from '@/api/client';

export const CONTEXTS: Context[] = ['inventory', 'production', 'purchasing', 'security', 'traceability', 'alerts'];
