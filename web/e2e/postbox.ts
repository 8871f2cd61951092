import { writeFile } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';

export interface Postbox {
  url: string;
  close: () => Promise<void>;
}

/** A mail server that takes everything and delivers nothing: each mail becomes a file of the folder, as it came. */
export function postbox(folder: string): Promise<Postbox> {
  const open = new Set<Socket>();
  let taken = 0;
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    socket.on('error', () => socket.destroy());
    let waiting = '';
    let mail: string[] | null = null;
    const say = (line: string) => socket.write(`${line}\r\n`);

    async function hear(line: string): Promise<void> {
      if (mail === null) {
        const verb = line.slice(0, 4).toUpperCase();
        if (verb === 'DATA') {
          mail = [];
          say('354 go on');
        } else if (verb === 'QUIT') {
          socket.end('221 bye\r\n');
        } else say('250 postbox');
      } else if (line === '.') {
        taken += 1;
        await writeFile(join(folder, `${String(taken).padStart(4, '0')}.eml`), mail.join('\r\n'), 'latin1');
        mail = null;
        say('250 kept');
      } else mail.push(line.startsWith('.') ? line.slice(1) : line);
    }

    // One line after the other: a mail is on disk before its sender hears so.
    let last = Promise.resolve();
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => {
      const lines = (waiting + chunk).split('\r\n');
      waiting = lines.pop() ?? '';
      for (const line of lines) last = last.then(() => hear(line));
    });
    say('220 postbox');
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = address !== null && typeof address === 'object' ? address.port : 0;
      resolve({
        url: `smtp://127.0.0.1:${port}`,
        close: () =>
          new Promise((closed) => {
            for (const socket of open) socket.destroy();
            server.close(() => closed());
          }),
      });
    });
  });
}
