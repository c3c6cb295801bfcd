#!/bin/sh
# Makes /tmp/demo/{bin,home,project} as the scenes of record.ts need them. Agent CLIs: npm install them in /tmp/demo/agents.
set -e
mkdir -p /tmp/demo/bin /tmp/demo/home
ln -sfn "$(command -v node)" /tmp/demo/bin/node
for cli in claude codex gemini opencode pi; do ln -sfn /tmp/demo/agents/node_modules/.bin/$cli /tmp/demo/bin/$cli; done
export HOME=/tmp/demo/home
cat > $HOME/.vimrc <<'V'
syntax on
set number ruler laststatus=2 mouse=a encoding=utf-8 background=dark termguicolors
V
git config --global user.name Demo
git config --global user.email demo@example.com
git config --global init.defaultBranch main
rm -rf /tmp/demo/project
git init -q /tmp/demo/project
cd /tmp/demo/project
printf '# Demo\n\nA *small* project, see [here](https://example.com).\n' > README.md
cat > server.ts <<'T'
import { createServer } from 'node:http';

/** Answers everything with the time. */
const server = createServer((request, response) => {
  const { url = '/' } = request;
  if (url === '/favicon.ico') return void response.writeHead(404).end();
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ url, now: new Date().toISOString(), pi: 3.14159, ok: true }));
});

for (let port = 8000; port < 8010; port++) {
  server.listen(port, '127.0.0.1', () => console.log(`listening on ${port}`));
}
T
seq 1 2000 | sed 's/.*/line & of a long file, with some more words so that it is longer than a narrow screen is wide/' > long.txt
cat > unicode.txt <<'U'
plain, ünïcödé, decomposed é ṇ̃ ä
漢字とかな、カタカナ ﾊﾝｶｸ 한국어 조선말 fullwidth ＡＢＣ
emoji 😀 🚀 ❤️ ❤ ✅ ⚠️ ☺ ☺️ 👍🏽 👩‍👩‍👧 🏴‍☠️ 🇩🇪🇫🇷🇯🇵 1️⃣
ไทย ก็ ที่นี่ हिन्दी क्षि தமிழ் العربية עברית
box ┌─┬─┐│ │╔═╗ ▁▂▃▄▅▆▇█ ⠋⠙⠹ ★ ☎ → ⇒ ∀∂∈ℝ
U
head -c 4096 /dev/zero | openssl enc -aes-128-ctr -nosalt -pbkdf2 -pass pass:demo 2>/dev/null | tr -d '\000-\037\177' > noise.bin
git add . && git commit -qm 'Start'
for n in 1 2 3 4; do
  git checkout -qb "topic-$n" main && echo "topic $n" >> "topic-$n.txt" && git add . && git commit -qm "Add topic $n"
  git checkout -q main && sed -i "s/8010/80${n}9/; s/80[0-9]*9/80${n}9/" server.ts && git commit -qam "Listen up to 80${n}9"
  git merge -q --no-ff -m "Merge topic $n" "topic-$n"
done
