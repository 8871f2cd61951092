import { defineConfig } from 'vitest/config';

export default defineConfig({ test: { include: ['laws/**/*.test.ts'], environment: 'node' } });
