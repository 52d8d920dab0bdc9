// Builds web/static into web/static/dist: hashed names, a manifest, gzip and brotli beside each.
import { createHash } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build } from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));
const sources = path.resolve(here, "../static");
const dist = path.join(sources, "dist");
const scripts = { "chat.js": "esm", "console.js": "esm", "kpi.js": "esm", "widget.js": "iife" };
const styles = ["chat.css", "console.css", "site.css"];
const images = ["icon.svg", "bot.svg", "agent.svg"];

async function bundle(name, format) {
  const result = await build({
    entryPoints: [path.join(sources, name)],
    nodePaths: [path.join(here, "node_modules")],
    loader: { ".shadow.css": "text" },
    bundle: true,
    minify: true,
    write: false,
    format,
    target: "es2020",
    legalComments: "none",
    logLevel: "warning",
  });
  return Buffer.from(result.outputFiles[0].contents);
}

async function publish(name, content) {
  const { name: stem, ext } = path.parse(name);
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 12);
  const hashed = `${stem}.${hash}${ext}`;
  await writeFile(path.join(dist, hashed), content);
  await writeFile(path.join(dist, `${hashed}.gz`), gzipSync(content, { level: 9 }));
  await writeFile(path.join(dist, `${hashed}.br`), brotliCompressSync(content));
  return [name, hashed];
}

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });
const published = [];
for (const [name, format] of Object.entries(scripts)) {
  published.push(await publish(name, await bundle(name, format)));
}
for (const name of styles) published.push(await publish(name, await bundle(name)));
for (const name of images) {
  published.push(await publish(name, await readFile(path.join(sources, name))));
}
const manifest = JSON.stringify(Object.fromEntries(published), null, 2);
await writeFile(path.join(dist, "manifest.json"), manifest);
