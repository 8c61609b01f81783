"""What a column can mean, and the words by which people name such columns.

The words are those met in supplier lists in English, German, French, Spanish, Italian, Portuguese, Dutch,
Polish, Swedish, Turkish, Czech, Chinese, Japanese and Korean. They are compared folded: without case, accents and punctuation.
"""

import re
import unicodedata
from enum import StrEnum
from functools import cache


class Field(StrEnum):
    """What a column of a supplier list says about a supplier."""

    NAME = "name"
    LOCAL_NAME = "local_name"
    ALIAS = "alias"
    SUPPLIER_NUMBER = "supplier_number"
    COUNTRY = "country"
    SITE_NAME = "site_name"
    ADDRESS = "address"
    STREET = "street"
    CITY = "city"
    REGION = "region"
    POSTAL_CODE = "postal_code"
    CONTACT_NAME = "contact_name"
    EMAIL = "email"
    PHONE = "phone"
    WEBSITE = "website"
    VAT = "vat"
    REGISTRATION = "registration"
    DUNS = "duns"
    LEI = "lei"
    SECTOR = "sector"
    CRITICALITY = "criticality"


HEADER_WORDS: dict[Field, str] = {
    Field.NAME: """name|supplier|supplier name|vendor|vendor name|company|company name|facility name|facility|factory name|factory|
        manufacturer|organization name|organisation name|organization|organisation|legal name|legal entity|business name|firm|
        firma|firmenname|lieferant|lieferantenname|unternehmen|name des lieferanten|hersteller|nom|nom du fournisseur|fournisseur|
        raison sociale|societe|entreprise|nombre|proveedor|nombre del proveedor|razon social|empresa|nome|fornitore|
        ragione sociale|azienda|denominazione|fornecedor|nome do fornecedor|razao social|naam|leverancier|leveranciersnaam|
        bedrijfsnaam|bedrijf|nazwa|dostawca|nazwa dostawcy|nazwa firmy|leverantor|foretag|namn|leverandor|tedarikci|
        tedarikci adi|firma adi|sirket|unvan|dodavatel|nazev|nazev firmy|名称|供应商|供应商名称|公司名称|公司|企业名称|工厂名称|厂商|厂商名称|
        供應商|供應商名稱|公司名稱|名稱|会社名|企業名|仕入先|仕入先名|取引先名|取引先|社名|サプライヤー|サプライヤー名|업체명|회사명|공급업체|공급사|поставщик|название|наименование""",
    Field.LOCAL_NAME: """local name|native name|name in local language|name local|chinese name|japanese name|local language name|lokaler name|
        nom local|nombre local|中文名称|中文名|本地名称|中文名稱|現地名|日本語名""",
    Field.ALIAS: """alias|aliases|also known as|aka|trading name|trade name|doing business as|dba|brand|short name|kurzname|kurzbezeichnung|
        handelsname|nom commercial|nombre comercial|nome commerciale|nome fantasia|handelsnaam|nazwa skrocona|简称|別名|別称|略称|search term""",
    Field.SUPPLIER_NUMBER: """supplier number|supplier no|supplier id|supplier code|vendor number|vendor no|vendor id|vendor code|vendor account|
        account number|creditor|creditor number|lieferantennummer|lieferanten nr|lieferantennr|kreditor|kreditorennummer|
        numero fournisseur|code fournisseur|codigo de proveedor|numero de proveedor|codigo proveedor|codice fornitore|
        codigo do fornecedor|leveranciersnummer|crediteurnummer|numer dostawcy|kod dostawcy|leverantorsnummer|tedarikci kodu|
        供应商编号|供应商代码|供應商編號|仕入先コード|取引先コード|업체코드|lifnr|erp number|erp no|erp id|our number""",
    Field.COUNTRY: """country|country code|country name|country region|country of origin|nation|iso country|country iso|iso2|land|landercode|landerschlussel|
        landkod|staat|pays|code pays|pais|codigo pais|paese|nazione|codice paese|landcode|kraj|kod kraju|ulke|ulke kodu|zeme|stat|
        国家|国家地区|国别|國家|国|国名|국가|나라|страна""",
    Field.SITE_NAME: """site|site name|plant|plant name|location|location name|branch|werk|standort|niederlassung|usine|planta|stabilimento|
        sede|filial|vestiging|zaklad|oddzial|工厂|厂区|工場|工場名|拠点|공장""",
    Field.ADDRESS: """address|full address|complete address|factory address|facility address|company address|organization address|
        organisation address|business address|postal address|mailing address|adresse|anschrift|adresse complete|direccion|
        direccion completa|domicilio|indirizzo|indirizzo completo|endereco|morada|adres|adress|adresa|alamat|地址|公司地址|工厂地址|
        详细地址|住所|所在地|주소|адрес""",
    Field.STREET: """street|street address|street name|street and number|address line|address line 1|address 1|address1|addr 1|strasse|strasse und hausnummer|
        strasse nr|strasse hausnummer|rue|rue et numero|voie|calle|calle y numero|via|via e numero|rua|logradouro|straat|straat en huisnummer|ulica|
        ulica i numer|gata|gatuadress|sokak|ulice|街道|街道地址|番地""",
    Field.CITY: """city|town|city town|place|municipality|locality|suburb|ort|stadt|ville|commune|ciudad|localidad|poblacion|municipio|citta|comune|localita|
        cidade|localidade|plaats|woonplaats|stad|miasto|miejscowosc|ort stadt|postort|sehir|il|mesto|obec|城市|市|所在城市|市区町村|都市|도시|город""",
    Field.REGION: """state|province|region|state province|province state|state region|county|prefecture|district|bundesland|kanton|departement|
        etat|provincia|estado|estado provincia|regione|distrito|uf|provincie|wojewodztwo|lan|省|省份|州|都道府県|県|지역|область""",
    Field.POSTAL_CODE: """postal code|postcode|post code|zip|zip code|zipcode|zip postal code|postal|plz|postleitzahl|code postal|cp|codigo postal|
        cap|codice postale|cep|cod postal|kod pocztowy|postnummer|posta kodu|psc|邮编|邮政编码|郵遞區號|郵便番号|우편번호|индекс""",
    Field.CONTACT_NAME: """contact|contact name|contact person|main contact|primary contact|sales contact|quality contact|key contact|
        ansprechpartner|kontakt|kontaktperson|contact principal|personne de contact|interlocuteur|contacto|persona de contacto|
        contatto|referente|persona di riferimento|contato|pessoa de contato|contactpersoon|osoba kontaktowa|kontaktni osoba|
        ilgili kisi|联系人|聯絡人|担当者|担当者名|담당자""",
    Field.EMAIL: """email|e mail|mail|email address|e mail address|contact email|supplier email|mailadresse|email adresse|e mail adresse|
        courriel|adresse email|correo|correo electronico|posta elettronica|indirizzo email|correio eletronico|e mailadres|
        emailadres|adres email|e post|epost|e posta|eposta|电子邮件|邮箱|电子邮箱|電子郵件|メール|メールアドレス|이메일|почта""",
    Field.PHONE: """phone|telephone|phone number|telephone number|tel|tel no|mobile|contact phone|telefon|telefonnummer|rufnummer|
        numero de telephone|telefono|telefone|telefoon|telefoonnummer|numer telefonu|电话|电话号码|联系电话|電話|電話番号|전화|전화번호|телефон""",
    Field.WEBSITE: "website|web site|web|url|homepage|web page|internet|webseite|site web|sitio web|pagina web|sito|sito web|strona www|网址|网站|ホームページ|홈페이지",
    Field.VAT: """vat|vat number|vat no|vat id|vat reg no|vat registration number|tax id|tax number|tax no|ust id|ust id nr|ust idnr|ustid|umsatzsteuer id|
        steuernummer|numero tva|tva|n tva|tva intracommunautaire|nif|cif|rut|rfc|partita iva|p iva|piva|cnpj|nipc|btw|btw nummer|nip|
        momsnummer|vergi no|vergi numarasi|dic|gst|gstin|ein|abn|税号|纳税人识别号|統一編號|tin|tax identification number""",
    Field.REGISTRATION: """registration number|company number|company registration|company registration number|commercial register|
        trade register number|handelsregisternummer|handelsregister|hrb|siren|siret|kvk|kvk nummer|krs|regon|organisationsnummer|
        ico|统一社会信用代码|社会信用代码|uscc|unified social credit code|法人番号|事業者登録番号|사업자등록번호|business registration number|cin|uen""",
    Field.DUNS: "duns|d u n s|duns number|duns no|d u n s number|duns nummer|dun bradstreet",
    Field.LEI: "lei|lei code|legal entity identifier",
    Field.SECTOR: """sector|industry|branch of industry|industry sector|branche|wirtschaftszweig|secteur|secteur d activite|industria|settore|
        setor|setor de atividade|sektor|bransch|行业|产业|業種|业种|업종""",
    Field.CRITICALITY: """criticality|risk class|risk category|importance|tier|abc|abc class|kritikalitat|kritikalitaet|criticite|criticidad|criticita|
        criticidade|krytycznosc|重要度|关键程度|重要性""",
}


def fold_header(text: str) -> str:
    """Lower case, without accents, punctuation as single blanks: `E-Mail (Ansprechp.)` → `e mail ansprechp`."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z][a-z])", " ", text).replace("ß", "ss").replace("ł", "l").replace("Ł", "l")
    spaced = spaced.replace("ø", "o").replace("ı", "i")
    plain = unicodedata.normalize("NFKC", _without_accents(spaced)).casefold()
    return " ".join(re.findall(r"\w+", plain.replace("_", " ")))


@cache
def _exact() -> dict[str, Field]:
    words = ((field, word) for field, text in HEADER_WORDS.items() for word in text.split("|"))
    return {fold_header(word): field for field, word in words}


@cache
def field_for_header(header: str) -> Field | None:
    """The field that this header names word for word (remarks in brackets and stars left aside); else None."""
    for text in (header, re.sub(r"[(\[（].*?[)\]）]", " ", header), *re.findall(r"[(\[（](.*?)[)\]）]", header)):
        if found := _exact().get(fold_header(text)):
            return found
    parts = [_exact().get(fold_header(part)) for part in re.split(r"[/|\n]", header)]
    known = {part for part in parts if part}
    return known.pop() if len(known) == 1 else None


def header_words(field: Field) -> tuple[str, ...]:
    """The folded words for a field, for comparing headers that are merely similar."""
    return tuple(word for word, meaning in _exact().items() if meaning is field)


def _without_accents(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if not ("\u0300" <= c <= "\u036f")))
