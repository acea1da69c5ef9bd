#include <array>

#include "domain/imports/sniff/vocabulary.h"

namespace imports::sniffing {
namespace {

// Phrases are compared after folding (case, accents and punctuation ignored) and without filler words such as "de" or
// "of".
constexpr std::array words{
    // The supplier's reference
    Words{Field::sku, "en", 1.0,
          "sku|variant sku|supplier reference|supplier sku|supplier ref|supplier part id|supplier part number|supplier "
          "aid|"
          "supplier pid|supplier code|stock keeping unit|seller sku|sellers item identification|sellers item "
          "identification id"},
    Words{Field::sku, "en", 0.9,
          "reference|ref|article number|article no|article code|item number|item no|item code|item id|product number|"
          "product code|product no|catalogue number|order number|order code|internal code"},
    Words{Field::sku, "en", 0.7, "id|@id|offer id|product id|prod id|uniq id|pid|code|article id|style number"},
    Words{Field::sku, "en", 0.45, "part number|part no|handle"},
    Words{Field::sku, "fr", 1.0, "reference fournisseur|ref fournisseur|code fournisseur"},
    Words{
        Field::sku, "fr", 0.95,
        "reference article|ref article|ref art|ref produit|reference produit|code article|code produit|numero article|"
        "num article|reference interne"},
    Words{Field::sku, "de", 0.95,
          "artikelnummer|artikelnr|artikel nr|artikel nummer|art nr|artnr|art nummer|bestellnummer|bestellnr|best nr|"
          "produktnummer|produktnr|lieferantenartikelnummer|lieferanten artikelnummer|artikelcode|produktcode"},
    Words{Field::sku, "it", 0.95,
          "codice articolo|codice prodotto|cod articolo|cod art|cod prodotto|codice fornitore|id prod|id prodotto|"
          "riferimento|articolo codice"},
    Words{Field::sku, "it", 0.8, "codice|cod"},
    Words{Field::sku, "es", 0.95,
          "referencia|codigo articulo|cod articulo|codigo producto|referencia proveedor|ref proveedor"},
    Words{Field::sku, "es", 0.8, "codigo"},
    Words{Field::sku, "nl", 0.95, "artikelnummer leverancier|productcode|bestelnummer|artikelcode leverancier"},
    Words{Field::sku, "pl", 0.9, "kod produktu|kod towaru|indeks|numer katalogowy|symbol"},
    Words{Field::sku, "ru", 0.95, "артикул|код товара|код товару|номенклатурный номер"},
    Words{Field::sku, "ru", 0.7, "код|каталожный номер"},
    // GTIN
    Words{Field::gtin, "", 1.0,
          "gtin|gtin13|gtin14|gtin 13|gtin 14|gtin12|ean|ean13|ean 13|ean8|ean code|code ean|ean upc|ean gtin|gtin "
          "ean|upc|"
          "upc code|upc ean|ean nummer|kod ean|codice ean|codigo ean|jan|standard item identification id"},
    Words{Field::gtin, "en", 1.0, "barcode|bar code|barcodes|variant barcode|international pid"},
    Words{Field::gtin, "en", 0.8, "isbn|isbn13"},
    Words{Field::gtin, "fr", 1.0, "code barre|code barres|codes barres|code a barres|gencod|gencode"},
    Words{Field::gtin, "de", 1.0, "strichcode|barcode nummer|eancode"},
    Words{Field::gtin, "it", 1.0, "codice a barre|codice barre|cod a barre"},
    Words{Field::gtin, "es", 1.0, "codigo barras|codigo de barras|cod barras"},
    Words{Field::gtin, "nl", 1.0, "streepjescode"},
    Words{Field::gtin, "pl", 1.0, "kod kreskowy"},
    Words{Field::gtin, "ru", 1.0, "штрихкод|штрих код|баркод"},
    // Name
    Words{Field::name, "en", 1.0, "name|title|product name|product title|item name|article name|display name"},
    Words{Field::name, "en", 0.75, "product|item|description short|short name|item description"},
    Words{Field::name, "en", 0.5, "description|desc|short description|generic name"},
    Words{
        Field::name, "fr", 1.0,
        "designation|libelle|intitule|nom|nom produit|nom article|titre|titre produit|libelle produit|libelle article|"
        "designation article|designation produit"},
    Words{Field::name, "fr", 0.75, "produit|article|libelle court|designation courte"},
    Words{Field::name, "de", 1.0,
          "bezeichnung|artikelbezeichnung|produktbezeichnung|produktname|artikelname|kurztext|kurzbezeichnung|titel"},
    Words{Field::name, "de", 0.7, "artikel|produkt|beschreibung kurz|kurzbeschreibung"},
    Words{Field::name, "it", 1.0, "titolo|nome|nome prodotto|denominazione|nome articolo"},
    Words{Field::name, "it", 0.7, "prodotto|articolo|descrizione breve|tipologia"},
    Words{Field::name, "it", 0.5, "descrizione"},
    Words{Field::name, "es", 1.0, "nombre|titulo|nombre producto|denominacion|nombre articulo"},
    Words{Field::name, "es", 0.7, "producto|articulo"},
    Words{Field::name, "es", 0.5, "descripcion"},
    Words{Field::name, "nl", 0.95, "naam|productnaam|artikelnaam|titel"},
    Words{Field::name, "nl", 0.6, "omschrijving|artikelomschrijving"},
    Words{Field::name, "pl", 1.0, "nazwa|nazwa produktu|nazwa towaru"},
    Words{Field::name, "ru", 1.0,
          "название|наименование|наименование товара|название товара|назва|назва позиції|назва товару|найменування"},
    Words{Field::name, "ru", 0.7, "товар|номенклатура"},
    // Description
    Words{Field::description, "en", 1.0,
          "description|long description|description long|product description|body html|body|item description|"
          "html description|full description"},
    Words{Field::description, "en", 0.7, "desc|short description|details|long text|information|summary"},
    Words{Field::description, "fr", 1.0, "descriptif|description longue|description produit|texte long|fiche produit"},
    Words{Field::description, "fr", 0.7, "description courte|commentaire|caracteristiques"},
    Words{Field::description, "de", 1.0,
          "beschreibung|langtext|produktbeschreibung|artikelbeschreibung|langbeschreibung"},
    Words{Field::description, "it", 1.0, "descrizione|descrizione estesa|descrizione lunga|descrizione prodotto"},
    Words{Field::description, "es", 1.0, "descripcion|descripcion larga|descripcion producto"},
    Words{Field::description, "nl", 0.9, "omschrijving|beschrijving|productomschrijving"},
    Words{Field::description, "pl", 1.0, "opis|opis produktu"},
    Words{Field::description, "ru", 1.0, "описание|опис|описание товара"},
    // Brand
    Words{Field::brand, "en", 1.0, "brand|brands|brand name|manufacturer|manufacturer name|maker|mfr|mfr name"},
    Words{Field::brand, "en", 0.9, "vendor|vendor name"},
    Words{Field::brand, "fr", 1.0, "marque|fabricant|constructeur|nom marque"},
    Words{Field::brand, "de", 1.0, "marke|hersteller|herstellername|markenname"},
    Words{Field::brand, "it", 1.0, "marca|produttore|marchio|fabbricante"},
    Words{Field::brand, "es", 1.0, "fabricante"},
    Words{Field::brand, "nl", 1.0, "merk|fabrikant"},
    Words{Field::brand, "pl", 1.0, "marka|producent"},
    Words{Field::brand, "ru", 1.0, "производитель|бренд|виробник|марка|торговая марка"},
    // Category
    Words{Field::category, "en", 1.0, "category|categories|category path|product category|category name"},
    Words{Field::category, "en", 0.95, "product type"},
    Words{Field::category, "en", 0.75,
          "google product category|department|family|product group|group name|classification"},
    Words{Field::category, "en", 0.55, "cat|type|category id|group|fb product category"},
    Words{Field::category, "en", 0.9, "subcategory|sub category|scat|subfamily|sub family", Nuance::subcategory},
    Words{Field::category, "fr", 1.0, "categorie|rayon|famille|famille produit|univers|rubrique|categorie produit"},
    Words{Field::category, "fr", 0.55, "groupe|gamme"},
    Words{Field::category, "fr", 0.9, "sous categorie|sous famille|sous rayon|ss famille", Nuance::subcategory},
    Words{Field::category, "de", 1.0, "kategorie|kategorien|warengruppe|artikelgruppe|produktgruppe|hauptwarengruppe"},
    Words{Field::category, "de", 0.55, "gruppe|sparte"},
    Words{Field::category, "de", 0.9, "unterkategorie|untergruppe|unterwarengruppe", Nuance::subcategory},
    Words{Field::category, "it", 1.0, "categoria|reparto|famiglia|gruppo merceologico|categoria merceologica"},
    Words{Field::category, "it", 0.55, "gruppo|tipo"},
    Words{Field::category, "it", 0.9, "sottocategoria|sotto categoria|sottofamiglia", Nuance::subcategory},
    Words{Field::category, "es", 1.0, "categorias|familia|seccion"},
    Words{Field::category, "es", 0.9, "subcategoria|subfamilia", Nuance::subcategory},
    Words{Field::category, "nl", 0.9, "groep|productgroep|artikelgroep|rubriek"},
    Words{Field::category, "pl", 1.0, "kategoria"},
    Words{Field::category, "ru", 1.0, "категория|категорія|назва групи|название группы|раздел"},
    // What we pay
    Words{Field::purchase_price, "en", 1.0,
          "purchase price|cost price|cost|wholesale price|wholesale|buy price|trade price|dealer price|net price|price "
          "net|"
          "price excl tax|price tax excl|price excl vat|price ex vat|reseller price|your price|net cost|unit "
          "cost|price ht"},
    Words{
        Field::purchase_price, "fr", 1.0,
        "prix ht|prix achat|prix achat ht|pa ht|pa|tarif ht|prix net|prix net ht|prix unitaire ht|pu ht|prix revendeur|"
        "prix cession|prix tarif ht|achat ht|prix hors taxe|prix hors taxes|prix unitaire net|prix achat net"},
    Words{Field::purchase_price, "de", 1.0,
          "ek|ek preis|ek netto|einkaufspreis|nettopreis|netto preis|preis netto|hek|handlerpreis|handlereinkaufspreis|"
          "netto ek|einkaufspreis netto"},
    Words{Field::purchase_price, "it", 1.0,
          "prezzo netto|prezzo acquisto|costo|prezzo rivenditore|netto|prezzo imponibile"},
    Words{Field::purchase_price, "es", 1.0,
          "precio compra|precio coste|precio neto|coste|precio distribuidor|precio sin iva"},
    Words{Field::purchase_price, "nl", 1.0, "inkoop|inkoopprijs|nettoprijs|netto prijs"},
    Words{Field::purchase_price, "pl", 1.0, "cena netto|cena zakupu|cena hurtowa"},
    Words{Field::purchase_price, "ru", 1.0,
          "опт|стоимость опт|цена опт|оптовая цена|оптова ціна|ціна опт|закупочная цена|дилерская цена"},
    // A price nobody qualified
    Words{Field::purchase_price, "en", 0.8, "price|unit price|price amount|variant price|base price",
          Nuance::unqualified_price},
    Words{Field::purchase_price, "fr", 0.8, "prix|tarif|prix unitaire|pu", Nuance::unqualified_price},
    Words{Field::purchase_price, "de", 0.8, "preis|einzelpreis|stuckpreis", Nuance::unqualified_price},
    Words{Field::purchase_price, "it", 0.8, "prezzo|prezzo unitario|valore", Nuance::unqualified_price},
    Words{Field::purchase_price, "es", 0.8, "precio|precio unitario", Nuance::unqualified_price},
    Words{Field::purchase_price, "nl", 0.8, "prijs", Nuance::unqualified_price},
    Words{Field::purchase_price, "pl", 0.8, "cena", Nuance::unqualified_price},
    Words{Field::purchase_price, "ru", 0.8, "цена|ціна|стоимость|вартість", Nuance::unqualified_price},
    // What the public pays
    Words{Field::retail_price, "en", 1.0,
          "retail price|list price|msrp|msrp price|rrp|srp|regular price|gross price|price gross|price incl tax|"
          "price tax incl|price inc vat|price incl vat|public price|recommended retail price|mrp|price ttc"},
    Words{Field::retail_price, "en", 0.85, "selling price"},
    Words{Field::retail_price, "en", 0.5, "compare at price|variant compare at price|discounted price"},
    Words{Field::retail_price, "fr", 1.0,
          "prix ttc|prix public|prix public ttc|ppc|pvc|pvp ttc|prix conseille|prix vente|prix vente conseille|"
          "prix vente ttc|pv ttc|prix catalogue|prix public conseille|ppi|tarif public|tarif ttc"},
    Words{Field::retail_price, "de", 1.0,
          "uvp|vk|vk preis|verkaufspreis|bruttopreis|preis brutto|vk brutto|listenpreis|empfohlener verkaufspreis|"
          "unverbindliche preisempfehlung|katalogpreis|endpreis"},
    Words{Field::retail_price, "it", 1.0,
          "listino|prezzo listino|prezzo pubblico|prezzo al pubblico|prezzo vendita|prezzo consigliato|prezzo ivato"},
    Words{Field::retail_price, "es", 1.0,
          "pvp|pvpr|precio venta|precio publico|precio recomendado|precio con iva|precio tarifa"},
    Words{Field::retail_price, "nl", 1.0, "adviesprijs|consumentenprijs|verkoopprijs|brutoprijs"},
    Words{Field::retail_price, "pl", 1.0, "cena detaliczna|cena brutto|cena katalogowa"},
    Words{Field::retail_price, "ru", 1.0, "розничная цена|ррц|роздрібна ціна|розница|рекомендованная цена"},
    // Currency
    Words{Field::currency, "en", 1.0, "currency|currency id|currency code|price currency"},
    Words{Field::currency, "fr", 1.0, "devise|monnaie|code devise"},
    Words{Field::currency, "de", 1.0, "wahrung|waehrung"},
    Words{Field::currency, "it", 1.0, "valuta|divisa"},
    Words{Field::currency, "es", 1.0, "moneda"},
    Words{Field::currency, "pl", 1.0, "waluta"},
    Words{Field::currency, "ru", 1.0, "валюта"},
    // VAT
    Words{Field::vat_rate, "en", 1.0, "vat|vat rate|tax rate|vat percent|vat percentage"},
    Words{Field::vat_rate, "en", 0.6, "tax|vat code|tax class"},
    Words{Field::vat_rate, "fr", 1.0, "tva|taux tva|taux taxe|tx tva"},
    Words{Field::vat_rate, "de", 1.0, "mwst|mwst satz|mehrwertsteuer|ust|ust satz|steuersatz"},
    Words{Field::vat_rate, "it", 1.0, "iva|aliquota iva|aliquota|codice iva"},
    Words{Field::vat_rate, "es", 1.0, "tipo iva|porcentaje iva"},
    Words{Field::vat_rate, "nl", 1.0, "btw|btw tarief|btw percentage"},
    Words{Field::vat_rate, "pl", 1.0, "stawka vat"},
    Words{Field::vat_rate, "ru", 1.0, "ндс|пдв|ставка ндс"},
    // Stock
    Words{Field::stock, "en", 1.0,
          "stock|stock qty|stock quantity|qty|inventory|inventory qty|inventory quantity|variant inventory qty|on hand|"
          "qty on hand|stock level|available quantity|qoh|stock on hand|available stock"},
    Words{Field::stock, "en", 0.85, "quantity|available qty|units in stock"},
    Words{Field::stock, "en", 0.6, "quantity to sell on facebook"},
    Words{Field::stock, "en", 0.7, "availability|available|@available|stock status|is in stock"},
    Words{Field::stock, "fr", 1.0,
          "qte|qte stock|quantite stock|stock dispo|stock disponible|qte dispo|qte disponible|dispo"},
    Words{Field::stock, "fr", 0.85, "quantite|quantite disponible"},
    Words{Field::stock, "fr", 0.8, "disponibilite|disponible"},
    Words{Field::stock, "de", 1.0, "bestand|lagerbestand|lager|lagermenge|verfugbare menge|menge verfugbar"},
    Words{Field::stock, "de", 0.8, "menge|verfugbar|verfugbarkeit"},
    Words{Field::stock, "it", 1.0, "giacenza|disponibilita|qta|quantita disponibile|esistenza"},
    Words{Field::stock, "it", 0.85, "quantita|disponibile"},
    Words{Field::stock, "es", 1.0, "existencias|stock actual|disponibilidad"},
    Words{Field::stock, "es", 0.85, "cantidad|unidades"},
    Words{Field::stock, "nl", 1.0, "voorraad|voorraad aantal"},
    Words{Field::stock, "nl", 0.7, "aantal"},
    Words{Field::stock, "pl", 1.0, "stan|ilosc|stan magazynowy"},
    Words{Field::stock, "ru", 1.0, "остаток|количество|кількість|наличие на складе|залишок|склад"},
    Words{Field::stock, "ru", 0.7, "наличие|наявність"},
    // Weight
    Words{Field::weight, "en", 1.0, "weight|net weight|product weight|variant grams|grams|item weight|weight grams"},
    Words{Field::weight, "en", 0.8, "gross weight|shipping weight"},
    Words{Field::weight, "fr", 1.0, "poids|poids net|masse"},
    Words{Field::weight, "fr", 0.8, "poids brut"},
    Words{Field::weight, "de", 1.0, "gewicht|nettogewicht|artikelgewicht"},
    Words{Field::weight, "de", 0.8, "bruttogewicht"},
    Words{Field::weight, "it", 1.0, "peso|peso netto"},
    Words{Field::weight, "it", 0.8, "peso lordo"},
    Words{Field::weight, "pl", 1.0, "waga"},
    Words{Field::weight, "ru", 1.0, "вес|вага|масса"},
    // Images
    Words{Field::image_urls, "en", 1.0,
          "image|images|image url|image urls|image link|picture|pictures|image src|photo|photos|picture url|product "
          "image|"
          "base image|main image|cover media url|image link 1"},
    Words{Field::image_urls, "en", 0.9,
          "additional image link|additional images|additional image|img|img url|image large|large image"},
    Words{Field::image_urls, "en", 0.6, "high pic|assets|mime source|image 2|image 3|image 4|image 5"},
    Words{Field::image_urls, "en", 0.4, "thumbnail|thumbnail image|small image"},
    Words{Field::image_urls, "fr", 1.0, "url image|lien image|url photo|lien photo|visuel|url visuel|image principale"},
    Words{Field::image_urls, "de", 1.0, "bild|bilder|bild url|bildurl|bildlink|produktbild|artikelbild"},
    Words{Field::image_urls, "it", 1.0, "immagine|immagini|link immagine|url immagine|foto"},
    Words{Field::image_urls, "es", 1.0, "imagen|imagenes|url imagen|enlace imagen|foto url"},
    Words{Field::image_urls, "nl", 1.0, "afbeelding|afbeeldingen|afbeelding url"},
    Words{Field::image_urls, "pl", 1.0, "zdjecie|zdjecia"},
    Words{Field::image_urls, "ru", 1.0,
          "картинка|изображение|изображения|фото|посилання зображення|ссылка изображения"},
    // The manufacturer's reference
    Words{Field::manufacturer_reference, "en", 1.0,
          "mpn|manufacturer reference|manufacturer part number|mfr part number|mfg part number|manufacturer code|"
          "manufacturer pid|manufacturer aid|manufacturer sku|manufacturer number|manufacturer ref|mfr part|"
          "manufacturers item identification id|manufacturer part id|manufacturer part no"},
    Words{Field::manufacturer_reference, "en", 0.85,
          "part number|part no|vendor code|oem|oe number|vendor part number"},
    Words{Field::manufacturer_reference, "en", 0.5, "model|model number|model no"},
    Words{Field::manufacturer_reference, "fr", 1.0,
          "reference fabricant|ref fabricant|reference constructeur|ref constructeur|code fabricant|reference marque|"
          "ref marque|reference origine"},
    Words{Field::manufacturer_reference, "fr", 0.5, "modele"},
    Words{Field::manufacturer_reference, "de", 1.0,
          "herstellernummer|hersteller nr|herstellernr|herstellerartikelnummer|hersteller artikelnummer|"
          "hersteller art nr|teilenummer|herstellercode"},
    Words{Field::manufacturer_reference, "de", 0.5, "modell"},
    Words{Field::manufacturer_reference, "it", 1.0,
          "codice produttore|cod produttore|cod ven|codice vendor|riferimento produttore"},
    Words{Field::manufacturer_reference, "es", 1.0, "referencia fabricante|ref fabricante|codigo fabricante"},
    Words{Field::manufacturer_reference, "nl", 1.0, "fabrikantscode|fabrikantcode|fabrikant artikelnummer"},
    Words{Field::manufacturer_reference, "pl", 1.0, "kod producenta"},
    Words{Field::manufacturer_reference, "ru", 0.95, "артикул производителя|код производителя|номер пристрою"},
    // Minimum order
    Words{Field::minimum_order_quantity, "en", 1.0,
          "moq|minimum order quantity|min order quantity|min order qty|minimum order|min order|minimum qty|min qty|"
          "quantity min|min purchase|minimum quantity|min quantity|order quantity min"},
    Words{Field::minimum_order_quantity, "en", 0.6, "min cart qty|pack size|packing unit|case quantity|units per case"},
    Words{
        Field::minimum_order_quantity, "fr", 1.0,
        "quantite minimum|quantite minimale|qte mini|qte min|qte minimum|minimum commande|mini commande|quantite mini|"
        "minimum de commande|conditionnement"},
    Words{Field::minimum_order_quantity, "fr", 0.7, "colisage|pcb|spcb|multiple de commande"},
    Words{Field::minimum_order_quantity, "de", 1.0, "mindestbestellmenge|min bestellmenge|mindestmenge|mindestabnahme"},
    Words{Field::minimum_order_quantity, "de", 0.7, "verpackungseinheit|vpe"},
    Words{Field::minimum_order_quantity, "it", 1.0,
          "quantita minima|qta minima|lotto minimo|ordine minimo|minimo ordine"},
    Words{Field::minimum_order_quantity, "es", 1.0, "cantidad minima|pedido minimo|minimo pedido"},
    Words{Field::minimum_order_quantity, "nl", 1.0, "minimale bestelhoeveelheid|minimum afname"},
    Words{Field::minimum_order_quantity, "ru", 1.0,
          "мінімальне замовлення|мінімальний обсяг замовлення|минимальный заказ|минимальная партия"},
};

}  // namespace

std::span<const Words> all_words() {
  return words;
}

}  // namespace imports::sniffing
