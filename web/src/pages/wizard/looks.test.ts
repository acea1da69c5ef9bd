import { beforeAll, describe, expect, it } from "vitest";
import { loadTexts, setLanguage, translate } from "@/i18n";
import { looksOf, reasonOf } from "./looks";

const prices = { name: "prix_ht", type: "decimal", filled: 3_000, distinct: 2_412, decimal_mark: ",", currency: "EUR" };

describe("what a column looks like, in a language the server does not speak", () => {
  beforeAll(async () => {
    Object.assign(globalThis, { localStorage: { getItem: () => null, setItem: () => undefined }, document: { documentElement: {} } });
    await loadTexts("wizard");
    await setLanguage("fr");
  });

  it("is told by its figures", () => {
    expect(looksOf(translate, prices)).toBe("Nombres · 3\u202f000 valeurs, dont 2\u202f412 différentes · virgule décimale · EUR");
    expect(looksOf(translate, { ...prices, type: "gtin", filled: 1, distinct: 1, currency: "" })).toBe("Codes EAN dont la clé est juste · 1 valeur");
    expect(looksOf(translate, { ...prices, type: "empty" })).toBe("Aucune valeur dans les lignes lues");
  });

  it("and a suggestion says whether it goes by the title or by the values", () => {
    const suggestion = { field: "purchase_price", confidence: 0.9, reason: "header “prix_ht” means the purchase price; 100 % of 3,000 values are numbers" };
    expect(reasonOf(translate, { ...prices, suggestion })).toBe("Son titre «\u00a0prix_ht\u00a0» l'indique");
    expect(reasonOf(translate, { ...prices, suggestion: { ...suggestion, reason: "numbers averaging 12.40, as prices are" } })).toBe("Ses valeurs l'indiquent");
  });
});
