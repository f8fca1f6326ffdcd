// Bundles src/ into dist/: each file under a name that holds the hash of its
// bytes, manifest.json that leads from the plain name to the hashed one, and
// licences.txt with the licences of all packages whose code or fonts are in it.
// Beside each file that is text lie its compressed forms, .br and .gz.
//
// What only the server draws with goes to charts/render/dist/: draw.js and the
// fonts, which the binary holds and never serves.

import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build } from "esbuild";
import { maps } from "./map.mjs";

const entries = ["chart.js", "embed.js", "page.js", "site.css", "embed.css", "icon.svg"];
const dist = "dist";
const fonts = "@expo-google-fonts/inter";
const drawing = "../charts/render/dist";
// The new files are made beside the old ones and then take their place, so that
// a build that fails leaves no half of a dist that go build would embed.
const made = "dist.new";

for (const folder of [made, drawing]) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
}

// maps.json is cut anew in each build: scripts that import it get, by the loader,
// what stands in it or the address that it is served at.
const cartographer = (loader) => ({
  name: "maps",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^maps\.json$/ }, ({ path }) => ({ path, namespace: "maps" }));
    onLoad({ filter: /^/, namespace: "maps" }, () => ({ contents: JSON.stringify(maps()), loader }));
  },
});

const drawn = await build({
  entryPoints: ["src/draw.js"],
  outdir: drawing,
  bundle: true,
  format: "iife",
  target: "es2020",
  minify: true,
  legalComments: "none",
  plugins: [cartographer("json")],
  metafile: true,
  logLevel: "warning",
});
for (const name of ["400Regular", "600SemiBold"]) {
  copyFileSync(join("node_modules", fonts, name, `Inter_${name}.ttf`), join(drawing, `${name}.ttf`));
}

const { metafile } = await build({
  entryPoints: entries.map((name) => join("src", name)),
  outdir: made,
  entryNames: "[name]-[hash]",
  chunkNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  loader: { ".woff2": "file", ".svg": "copy" },
  bundle: true,
  splitting: true,
  format: "esm",
  target: "es2020",
  minify: true,
  // All licences are in licences.txt, whole, and not only their first lines.
  legalComments: "none",
  plugins: [cartographer("file")],
  metafile: true,
  logLevel: "warning",
});

// A chunk that entries share has no plain name, and nobody asks for it by one.
const manifest = {};
for (const [path, { entryPoint, inputs }] of Object.entries(metafile.outputs)) {
  const from = entryPoint ?? (path.endsWith(".woff2") ? Object.keys(inputs)[0] : undefined);
  if (from) manifest[basename(from)] = basename(path);
}
const texts = licences([...Object.keys(metafile.inputs), ...Object.keys(drawn.metafile.inputs), `node_modules/${fonts}/`, "node_modules/world-atlas/"]);
const hash = createHash("sha256").update(texts).digest("hex").slice(0, 8).toUpperCase();
manifest["licences.txt"] = `licences-${hash}.txt`;
writeFileSync(join(made, manifest["licences.txt"]), texts);
for (const name of readdirSync(made).filter((name) => !name.endsWith(".woff2"))) {
  const text = readFileSync(join(made, name));
  writeFileSync(join(made, `${name}.br`), brotliCompressSync(text));
  writeFileSync(join(made, `${name}.gz`), gzipSync(text, { level: 9 }));
}
writeFileSync(join(made, "manifest.json"), JSON.stringify(manifest, null, 2) + "\n");

rmSync(dist, { recursive: true, force: true });
renameSync(made, dist);

// licences returns the names, versions and licence files of the packages that
// the inputs come from.
function licences(inputs) {
  const packages = new Set();
  for (const input of inputs) {
    const found = input.match(/node_modules\/((?:@[^/]+\/)?[^/]+)\//);
    if (found) packages.add(found[1]);
  }
  return [...packages].sort().map((name) => {
    const folder = join("node_modules", name);
    const { version, license, description } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    // ECharts keeps the licences of what it contains in a folder, licenses/.
    const files = readdirSync(folder, { recursive: true })
      .filter((file) => /^(licen[cs]es\/)?(licen[cs]e|notice|copyright)[^/]*$/i.test(file))
      .filter((file) => statSync(join(folder, file)).isFile())
      .sort();
    if (files.length === 0) throw new Error(`${name} has no licence file`);
    const texts = files.map((file) => readFileSync(join(folder, file), "utf8").trim());
    return `${name} ${version} (${license})\n${description}\n\n${texts.join("\n\n")}\n`;
  }).join(`\n${"-".repeat(78)}\n\n`);
}
