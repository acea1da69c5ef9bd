import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { formats } from "@/lib/format";
import { type Catalogue, type Entry, languages } from "./catalogues";
import { sentences } from "./sentences";

const folder = join(import.meta.dirname, "sentences");
const catalogueOf = (language: string) => JSON.parse(readFileSync(join(folder, `${language}.json`), "utf8")) as Catalogue;
const texts = (entry: Entry) => (typeof entry === "string" ? [entry] : Object.values(entry));
const names = (text: string) => [...text.matchAll(/\{(\w+)/g)].map((match) => match[1]!);

function program(path: string): string {
  const files = readdirSync(path, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".cpp"));
  // A sentence may go on in the next line's literal.
  return files.map((name) => readFileSync(join(path, name), "utf8").replace(/"\s*\n\s*"/g, "")).join("\n");
}

// English is the server's own.
describe.each(languages.filter((language) => language !== "en"))("sentences in %s", (language) => {
  const catalogue = catalogueOf(language);
  const entries = Object.entries(catalogue);

  it("begin with what the server says now", () => {
    const source = program(join(import.meta.dirname, "../../../src"));
    const pieces = (template: string) => template.split(/\{[^}]*\}|[“”"()]/).filter((piece) => piece === template || (piece.match(/\p{L}/gu) ?? []).length >= 6);
    const changed = Object.keys(catalogue).flatMap((template) => pieces(template).filter((piece) => !source.includes(piece.trim())).map((piece) => `"${piece}" of "${template}"`));
    expect(changed).toEqual([]);
  });

  it("have the placeholders of the English ones, and no others", () => {
    // The form for one may leave its number out.
    const needed = (template: string, form: string) => names(template).filter((name) => form === "other" || name !== "count");
    const odd = entries.flatMap(([template, entry]) =>
      Object.entries(typeof entry === "string" ? { other: entry } : entry).filter(([form, text]) => {
        const own = names(text);
        return own.some((name) => !names(template).includes(name)) || (form === "other" && needed(template, form).some((name) => !own.includes(name)));
      }),
    );
    expect(odd).toEqual([]);
  });

  it("are written as the language writes", () => {
    expect(entries.filter(([, entry]) => texts(entry).some((text) => !text || /\S [:;?!»]|« |\.\.\./.test(text)))).toEqual([]);
  });

  it("have a form for every number that is counted", () => {
    const needed = new Intl.PluralRules(language).resolvedOptions().pluralCategories.filter((form) => form !== "many");
    for (const [template, entry] of entries) {
      if (typeof entry !== "string") expect({ template, forms: Object.keys(entry) }).toEqual({ template, forms: expect.arrayContaining(needed) });
    }
  });
});

describe("a sentence of the server in French", async () => {
  const said = await sentences("fr");
  const when = "2026-03-02T04:05:06.000000Z";
  /** Unbreakable spaces are written as plain ones here. */
  const inFrench = (text: string) => said(text)?.replace(/[\u00a0\u202f]/g, " ");

  it.each([
    // What speaks for a delimiter, and for the row of titles.
    [
      "semicolon cuts 1,200 of 1,204 sampled rows into 12 fields and shows 9 known column titles; next came comma with 2 fields in 31 rows; row 3 holds the column names: 9 of its titles are known, 4 stand over numbers or addresses",
      "le point-virgule découpe 1 200 des 1 204 lignes lues en 12 champs et fait apparaître 9 titres de colonne connus ; vient ensuite la virgule avec 2 champs dans 31 des lignes ; la ligne 3 porte les noms des colonnes : 9 de ses titres sont connus, 4 se trouvent au-dessus de nombres ou d'adresses",
    ],
    ["TAB cuts 1 of 1 sampled rows into 4 fields; row 1 holds the column names: 1 of its titles are known", "la tabulation découpe la seule ligne lue en 4 champs ; la ligne 1 porte les noms des colonnes : 1 de ses titres est connu"],
    [
      "vertical bar cuts 5 of 5 sampled rows into 3 fields; next came colon with 1 fields in 5 rows; no row of column names: the first row holds values like those below it",
      "la barre verticale découpe 5 des 5 lignes lues en 3 champs ; vient ensuite le deux-points avec 1 champ dans 5 des lignes ; aucune ligne ne porte les noms des colonnes : la première contient des valeurs comme celles des suivantes",
    ],
    ["no delimiter cuts the rows evenly, so the file is read as one column; ", "aucun séparateur ne découpe les lignes de façon régulière, le fichier est donc lu comme une seule colonne"],
    ["comma as the mapping says; row 2 holds the column names: 0 of its titles are known", "la virgule, comme le dit la correspondance ; la ligne 2 porte les noms des colonnes : aucun de ses titres n'est connu"],
    ["“#” as the mapping says", "« # », comme le dit la correspondance"],
    // Sheets and records.
    [
      "sheet “Prix; 2026” has about 3,000 rows under 7 known titles; next came “Notes” (hidden) with about 1 rows under 0; row 4 holds the column names: 7 of its titles are known",
      "la feuille « Prix; 2026 » a environ 3 000 lignes (titres connus : 7) ; vient ensuite « Notes », masquée, avec environ 1 ligne (titres connus : 0) ; la ligne 4 porte les noms des colonnes : 7 de ses titres sont connus",
    ],
    ["the only sheet, “Tarif, mars”; row 1 holds the column names: 5 of its titles are known", "la seule feuille, « Tarif, mars » ; la ligne 1 porte les noms des colonnes : 5 de ses titres sont connus"],
    ["sheet “Tarif” as the mapping says", "la feuille « Tarif », comme le dit la correspondance"],
    ["“shop/offers/offer” repeats 3,000 times with 4 columns; next came “shop/offers/offer/image”", "« shop/offers/offer » se répète 3 000 fois, avec 4 colonnes ; vient ensuite « shop/offers/offer/image »"],
    ["the top level holds one record with 1 column; next came “”", "le premier niveau contient un seul enregistrement de 1 colonne ; vient ensuite le premier niveau"],
    ["records at “data.items” as the mapping says", "les enregistrements sont sous « data.items », comme le dit la correspondance"],
    ["every line is a JSON value of its own", "chaque ligne est à elle seule une valeur JSON"],
    // The encoding.
    [
      "Its 48 different words with letters or signs beyond ASCII read well in windows-1252, better than in IBM850.",
      "Ses 48 mots différents avec des lettres ou des signes hors ASCII se lisent bien en windows-1252, mieux qu'en IBM850.",
    ],
    ["Its 2 different words with letters or signs beyond ASCII read well in KOI8-R.", "Ses 2 mots différents avec des lettres ou des signes hors ASCII se lisent bien en KOI8-R."],
    ["Nearly all of it is valid UTF-8; 3 of 1200 characters are not and will be repaired.", "Presque tout est de l'UTF-8 valable ; 3 caractères sur 1 200 ne le sont pas et seront réparés."],
    ["It begins with the byte order mark of UTF-16LE.", "Le fichier commence par la marque d'ordre des octets de UTF-16LE."],
    ["ISO-8859-15 as the mapping says", "ISO-8859-15, comme le dit la correspondance"],
    ["the XML declaration says iso-8859-1", "la déclaration XML annonce iso-8859-1"],
    ["No encoding makes words of it; Windows-1252 is the commonest.", "Aucun encodage n'en fait des mots ; Windows-1252 est le plus courant."],
    // Steps of a connection test.
    ['The address of "prix.example" may be used.', "L'adresse de « prix.example » peut être utilisée."],
    ["It answered 206 after 1350 ms.", "Le serveur a répondu 206 au bout de 1 350 ms."],
    ["It looks like CSV or other text, 1,234,567 bytes, sent as text/csv; charset=utf-8.", "Cela ressemble à du CSV ou un autre texte, 1 234 567 octets, envoyé comme text/csv; charset=utf-8."],
    ["It looks like an XLSX workbook or a zip archive, a size it does not say.", "Cela ressemble à un classeur XLSX ou une archive zip, taille non indiquée."],
    ["It looks like JSON.", "Cela ressemble à du JSON."],
    ["The first page holds 100 items; there are more.", "La première page contient 100 éléments ; il y en a d'autres."],
    ["The first page holds 1 items; it is the only one.", "La première page contient 1 élément ; c'est la seule."],
    [`"stock, mars.csv", the newest of 14, 1 bytes, of ${when}.`, `« stock, mars.csv », le plus récent de 14, 1 octet, du ${formats("fr").dateTime(when)}.`],
    ['"stock.csv".', "« stock.csv »."],
    ["It has the pinned host key (ssh-ed25519 SHA256:Bm1/abc+d).", "Le serveur a bien la clé acceptée (ssh-ed25519 SHA256:Bm1/abc+d)."],
    ['The FTP server "ftp.example" lets the user "moi" in.', "Le serveur FTP « ftp.example » accepte l'utilisateur « moi »."],
    [
      'The newest message is "Tarif; le 3, et la suite"; its file "tarif.xml" looks like XML, 2,048 bytes.',
      "Le message le plus récent est « Tarif; le 3, et la suite » ; son fichier « tarif.xml » ressemble à du XML, 2 048 octets.",
    ],
    // An import's log.
    ["Import of 3000 rows from prix du mois.csv began.", "L'import de 3 000 lignes de prix du mois.csv a commencé."],
    ["Import goes on after row 500 of 3000.", "L'import reprend après la ligne 500 sur 3 000."],
    ["Import finished in 812 ms.", "L'import s'est terminé en 812 ms."],
  ])("%s", (english, french) => {
    expect(inFrench(english)).toBe(french.replace(/[\u00a0\u202f]/g, " "));
  });

  it("keeps what cannot break together", () => {
    expect(said('"stock.csv".')).toBe("«\u00a0stock.csv\u00a0».");
    expect(said("it is the only one.; there are more.")).toContain("\u00a0; ");
  });

  it.each([
    "The moon is full.",
    "semicolon cuts 3 of 3 sampled rows into 2 fields; the moon is full",
    "semicolon cuts many of 3 sampled rows into 2 fields",
    "the full moon cuts 3 of 3 sampled rows into 2 fields",
    "It looks like the moon, 3 bytes.",
    "“a” was read; then came “b”",
    'The folder "a" and the folder "b" can be read.',
    "Import of 3 rows from a.csv began. The moon is full.",
  ])("is not there in halves: %s", (english) => {
    expect(said(english)).toBeUndefined();
  });

  it("is none where the server's own language is spoken", async () => {
    expect((await sentences("en"))("Import was cancelled.")).toBeUndefined();
  });

  it("is looked for in little time however much is joined", () => {
    const begun = performance.now();
    expect(said("comma as the mapping says, ".repeat(40) + "the moon")).toBeUndefined();
    expect(performance.now() - begun).toBeLessThan(2_000);
  });
});
