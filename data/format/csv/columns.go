package csv

import (
	"strings"
	"unicode"

	"paperboy/data/text"
)

// field is the meaning of a column.
type field int

const (
	title field = iota
	abstract
	authors
	venue
	date
	year
	month
	day
	doi
	arXiv
	pmid
	pmcid
	url
	id
	extra
	categories
	language
	kind
	volume
	issue
	pages
	firstPage
	lastPage
	articleNumber
	citation // a reference as text, with volume, issue and pages
	publisher
	place
	editors
	school
	series
	edition
	isbn
	issn
	eissn
	note
	eid // not used for a paper, but to find the columns of a row with too many cells

	// lastNeeded is the last field whose column every row must reach. Abstrackr omits the cells
	// after it in rows of papers that nobody has labelled.
	lastNeeded = year
)

// knownColumns lists the names of the columns of each field, as normal returns them, in order of
// preference: full names of authors before names with initials, and the title of a journal before
// a citation that contains it.
var knownColumns = []struct {
	field field
	names []string
}{
	{title, []string{
		"title", "articletitle", "documenttitle", "papertitle", "primarytitle", "itemtitle", "titles", "displayname", "ti",
		"titel", "titre", "titulo", "titolo", "tytul", "название", "заглавие", "标题", "题名", "篇名", "タイトル", "論文名", "제목",
	}},
	{abstract, []string{
		"abstract", "abstractnote", "abstracts", "abstracttext", "summary", "summaries", "ab",
		"zusammenfassung", "kurzfassung", "resume", "resumen", "riassunto", "sommario", "resumo", "samenvatting", "streszczenie", "аннотация", "реферат", "摘要", "要旨", "抄録", "초록",
	}},
	{authors, []string{
		"authorfullnames", "authorsfullnames", "af", "bookauthorfullnames", "authors", "author", "authornames", "authorname", "authorlist", "authorshipsauthordisplayname", "authorshipsrawauthorname", "au", "creators", "creator", "bookauthors", "ba", "groupauthors", "ca",
		"autor", "autoren", "verfasser", "auteur", "auteurs", "autores", "autore", "autori", "autorzy", "авторы", "автор", "作者", "著者", "저자",
	}},
	{venue, []string{
		"container", "journal", "journaltitle", "sourcetitle", "sourcetitleanthologytitle", "publicationtitle", "journalname", "journalbook", "publication", "publicationname", "booktitle", "proceedingstitle", "anthologytitle", "venue", "conferencename", "conference", "conferencetitle", "meetingname", "eventname",
		"primarylocationsourcedisplayname", "journalconference", "containertitle", "so", "pubtitle", "journalabbreviation", "journalref",
		"zeitschrift", "revue", "revista", "rivista", "tijdschrift", "czasopismo", "журнал", "期刊", "刊名", "雑誌", "저널", "source",
	}},
	{date, []string{
		"date", "publicationdate", "datepublished", "issuedate", "dateofpublication", "publisheddate", "published", "publishtime", "pubdate", "coverdate", "issued", "publishedat", "pd",
		"datum", "fecha", "data", "дата", "日期", "出版日期", "날짜",
	}},
	{year, []string{
		"year", "publicationyear", "publishedyear", "pubyear", "yearpublished", "py",
		"jahr", "erscheinungsjahr", "annee", "ano", "anno", "jaar", "rok", "год", "年份", "年", "出版年", "연도",
	}},
	{day, []string{"day", "publishedday"}},
	{month, []string{"month", "publishedmonth", "publicationmonth", "monat", "mois", "mes", "mese", "maand"}},
	{doi, []string{"doi", "itemdoi", "di", "articledoi", "doilink", "doiurl", "digitalobjectidentifier"}},
	{arXiv, []string{"arxivid", "arxiv", "arxivnumber", "eprint"}},
	{pmid, []string{"pmid", "pubmedid", "medlinepmid", "pubmed", "pm"}},
	{pmcid, []string{"pmcid", "pmc", "pubmedcentralid"}},
	{url, []string{
		"url", "urls", "link", "links", "articleurl", "documenturl", "weburl", "sourceurl", "externalurl", "fulltextlink", "fulltexturl", "pdflink", "pdfurl", "plink", "sourcelinkout", "dimensionsurl", "sourceurls",
	}},
	{id, []string{"id", "paperid", "identifier"}},
	{extra, []string{"extra", "note", "listnote"}},
	{categories, []string{"categories", "category", "arxivcategories", "primarycategory", "terms", "subjects", "tags", "keywords", "manualtags", "automatictags"}},
	{language, []string{"language", "lang", "languageoforiginaldocument", "la", "sprache", "langue", "idioma", "lingua", "语言"}},
	{kind, []string{
		"itemtype", "documenttype", "doctype", "dt", "publicationtype", "contenttype", "documentidentifier", "entrytype", "bibtype", "pubtype", "referencetype", "sourcetype", "typeofwork", "type", "pt",
		"dokumenttyp", "typ",
	}},
	{volume, []string{"volume", "journalvolume", "vol", "vl", "volumenumber", "bibliovolume", "band", "том", "卷"}},
	{issue, []string{"issue", "issuenumber", "journalissue", "issueno", "is", "biblioissue", "number", "no", "heft", "numero", "номер", "期"}},
	{pages, []string{"pages", "pagination", "page", "pagerange", "pagenumbers", "seiten", "paginas", "pagine", "страницы", "页码"}},
	{firstPage, []string{"startpage", "pagestart", "firstpage", "bp", "bibliofirstpage", "beginpage", "spage"}},
	{lastPage, []string{"endpage", "pageend", "lastpage", "ep", "bibliolastpage", "epage"}},
	{articleNumber, []string{"artno", "articlenumber", "articleno", "ar", "elocationid"}},
	{citation, []string{"citation"}},
	{publisher, []string{"publisher", "bookpublisher", "publishername", "pu", "verlag", "editeur", "editore", "издательство", "出版社"}},
	{place, []string{"place", "publisherplace", "publicationplace", "placeofpublication", "publishercity", "publisherloc", "publisherlocation", "location", "city", "address", "pi", "verlagsort", "ort"}},
	{editors, []string{"editors", "editor", "bookeditors", "be", "conferenceeditors", "herausgeber"}},
	{school, []string{"school", "university", "institution", "institutionname", "degreegrantor", "hochschule"}},
	{series, []string{"series", "seriestitle", "bookseriestitle", "bookseries", "seriesname", "se", "reihe"}},
	{edition, []string{"edition", "auflage"}},
	{isbn, []string{"isbn", "isbns", "bn", "isbn13", "printisbn"}},
	{issn, []string{"issn", "issns", "sn", "printissn", "issnl"}},
	{eissn, []string{"eissn", "electronicissn", "onlineissn", "ei", "essn"}},
	{note, []string{"note"}},
	{eid, []string{"eid"}},
}

// normal returns the normalized letters and digits of the name of a column: "authors" for
// "Author/s" and "Author(s)", "resume" for "Résumé".
func normal(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, text.Normalize(strings.TrimPrefix(name, byteOrderMark)))
}
