// Writes the list of what an image is made of, as SPDX 2.3: Debian's packages whose files it holds, and the npm packages the web
// app was built from.
//
//   node sbom.mjs api|frontend VERSION FOLDER...
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, realpathSync } from "node:fs";
import { join } from "node:path";

const [image, version, ...folders] = process.argv.slice(2);

function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(path);
    return entry.isFile() ? [path] : [];
  });
}

/** Packages by the names of files; files that no package brought are ours. */
function owners(paths) {
  const packages = new Set();
  for (const path of paths) {
    // A package may know a file under the older name of its folder.
    for (const name of [path, path.replace(/^\/usr/, "")]) {
      try {
        const line = execFileSync("dpkg-query", ["-S", name], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
        packages.add(line.split(": ")[0].split(",")[0]);
        break;
      } catch {
        continue;
      }
    }
  }
  return [...packages].sort();
}

function debianPackage(name) {
  const [version, source, architecture] = execFileSync("dpkg-query", ["-W", "-f", "${Version}|${source:Package}|${Architecture}", name], {
    encoding: "utf8",
  }).split("|");
  const plain = name.split(":")[0];
  return { name: plain, version, supplier: "Organization: Debian", url: `pkg:deb/debian/${plain}@${encodeURIComponent(version)}?arch=${architecture}&upstream=${source}` };
}

function npmPackages() {
  const { packages } = JSON.parse(readFileSync("web/package-lock.json", "utf8"));
  return Object.entries(packages)
    .filter(([path, one]) => path !== "" && !one.dev && !one.optional)
    .map(([path, one]) => {
      const name = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
      return { name, version: one.version, supplier: "NOASSERTION", url: `pkg:npm/${name.replace("@", "%40")}@${one.version}` };
    });
}

const systemFiles = folders.flatMap((folder) => filesBelow(folder).map((path) => path.slice(folder.length))).filter((path) => path.startsWith("/usr/"));
const parts = owners(systemFiles.map((path) => { try { return realpathSync(path); } catch { return path; } })).map(debianPackage);
if (parts.length === 0) throw new Error("No Debian package was found behind the image's files.");
if (image === "frontend") parts.push(...npmPackages());

const identifier = (one, index) => `SPDXRef-Package-${index}-${one.name.replace(/[^A-Za-z0-9.-]/g, "-")}`;
const program = { name: `suppliers-import-${image}`, version, supplier: "NOASSERTION", url: `pkg:generic/suppliers-import-${image}@${version}` };
const all = [program, ...parts];
const described = all.map((one, index) => ({
  SPDXID: identifier(one, index),
  name: one.name,
  versionInfo: one.version,
  supplier: one.supplier,
  downloadLocation: "NOASSERTION",
  filesAnalyzed: false,
  licenseConcluded: "NOASSERTION",
  licenseDeclared: "NOASSERTION",
  copyrightText: "NOASSERTION",
  externalRefs: [{ referenceCategory: "PACKAGE-MANAGER", referenceType: "purl", referenceLocator: one.url }],
}));
const digest = createHash("sha256").update(JSON.stringify(described)).digest("hex");
console.log(
  JSON.stringify(
    {
      spdxVersion: "SPDX-2.3",
      dataLicense: "CC0-1.0",
      SPDXID: "SPDXRef-DOCUMENT",
      name: program.name,
      documentNamespace: `urn:suppliers-import:sbom:${image}:${digest}`,
      creationInfo: { created: new Date(Number(process.env.SOURCE_DATE_EPOCH ?? 0) * 1000).toISOString().replace(".000", ""), creators: ["Tool: suppliers-import-sbom"] },
      packages: described,
      relationships: [
        { spdxElementId: "SPDXRef-DOCUMENT", relationshipType: "DESCRIBES", relatedSpdxElement: described[0].SPDXID },
        ...described.slice(1).map((one) => ({ spdxElementId: described[0].SPDXID, relationshipType: "CONTAINS", relatedSpdxElement: one.SPDXID })),
      ],
    },
    null,
    1,
  ),
);
