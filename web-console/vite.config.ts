import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const backend = process.env.GROUNDCREW_URL ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [react()],
  build: {
    // Inlined fonts and images would need data: in the content security policy.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
  },
  server: {
    host: '127.0.0.1',
    proxy: { '/api': backend, '/openapi.yaml': backend },
  },
});
