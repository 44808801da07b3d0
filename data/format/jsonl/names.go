package jsonl

import (
	"strings"

	"paperboy/data/format/anyjson"
)

// slot is a place for the value of a field in an object. The first slots are the fields of anyjson.
type slot = anyjson.Field

// The fields that only Paperboy's exports and collections of Daily Papers have, and those that mean
// something else here: the venue, the date that may be the day of a list, and ids by scheme.
const (
	venue slot = anyjson.NumFields + iota
	listDate
	authorCount
	featured
	hfDate
	days
	upvotes
	comments
	stars
	url
	projectPage
	gitHub
	aliases
	groups
	organization
	aiSummary
	aiKeywords
	observations
	sources
	aclID
	corpusID
	openAlexID
	ignored
	numSlots
)

// slotNames has the names of each field as anyjson.PlainKey returns them, in the order of preference.
var slotNames = map[slot]string{
	anyjson.Title:    "title papertitle articletitle titles headline documenttitle titletext titledisplay",
	anyjson.Subtitle: "subtitle",
	anyjson.Abstract: "abstract summary abstracttext paperabstract abstractnote abstracts articleabstract description",
	anyjson.Authors: `authors authorlist authorsparsed author authornames authorname authorsnames creators creator writers writer byline authorstring authorsstring
		authorfullnames contributors by allauthors people authordisplay authorsdisplay`,
	anyjson.Editors: "editors editor editorlist",
	anyjson.Date: `publishedat published publicationdate datepublished publisheddate publishdate pubdate publishedon publishedonline onlinedate firstpublicationdate
		epubdate issued issueddate releasedate datereleased released submittedat submitted submitteddate submissiondate datesubmitted
		announced announceddate v1date createdat created createddate datecreated timestamp`,
	anyjson.Year:        "year publicationyear pubyear publishedyear yearpublished publishyear yr paperyear",
	anyjson.Month:       "month publicationmonth pubmonth",
	anyjson.Day:         "day publicationday pubday",
	anyjson.Container:   "container containertitle journal journaltitle journalname fulljournalname booktitle publicationtitle publicationname publication proceedings journalfull periodical sourcetitle",
	anyjson.Event:       "conference conferencename eventtitle event",
	anyjson.Volume:      "volume journalvolume vol",
	anyjson.Issue:       "number issue journalissue issuenumber",
	anyjson.Pages:       "pages page pagerange journalpages pagination",
	anyjson.FirstPage:   "firstpage startpage pagestart startingpage",
	anyjson.LastPage:    "lastpage endpage pageend endingpage",
	anyjson.Article:     "articlenumber elocationid",
	anyjson.Publisher:   "publisher publishername",
	anyjson.Place:       "place publisherplace location address",
	anyjson.School:      "school institution university",
	anyjson.Series:      "series collectiontitle seriestitle",
	anyjson.Edition:     "edition",
	anyjson.ISBN:        "isbn isbns isbn13",
	anyjson.ISSN:        "issn issns issnl",
	anyjson.Language:    "language lang languages languagecode",
	anyjson.Note:        "note",
	anyjson.CitationKey: "citationkey citekey bibtexkey bibkey citkey",
	anyjson.TypeName:    "type documenttype doctype publicationtype publicationtypes articletype papertype pubtype entrytype itemtype genre kind",
	anyjson.ID:          "id entryid paperid arxivurl absurl identifier uid externalids ids",
	anyjson.DOI:         "doi dois doiurl doilink",
	anyjson.ArXiv:       "arxivid arxiv eprint arxivnumber arxivno",
	anyjson.PMID:        "pmid pubmedid pubmed",
	anyjson.PMCID:       "pmcid pmc pubmedcentralid pubmedcentral",
	anyjson.URLs:        "urls links pdfurl pdflink urlpdf pdf link landingpage landingpageurl abstracturl paperurl htmlurl weburl openaccesspdf",
	anyjson.Categories:  "categories primarycategory category arxivcategories subjects",
	anyjson.Repository:  "repository codeurl repourl coderepository githuburl githubrepo code",
	venue:               "venue venuename",
	listDate:            "date",
	authorCount:         "authorcount",
	featured:            "featured", hfDate: "hfdate", days: "featureddays", upvotes: "upvotes", comments: "comments", stars: "stars githubstars",
	url: "url", projectPage: "projectpage", gitHub: "github", aliases: "aliases", groups: "groups", organization: "organization", aiSummary: "aisummary", aiKeywords: "aikeywords",
	observations: "observations", sources: "sources", aclID: "aclid anthologyid", corpusID: "corpusid", openAlexID: "openalexid openalex",
	ignored: `updated updatedat updateddate lastupdated updatedate dateupdated modified modifiedat datemodified lastmodified added addedat dateadded accessed accessdate dateaccessed indexed indexeddate retrieved retrievedat
		crawled crawledat scraped scrapedat fetched fetchedat downloaded authorids authorid authoraffiliations authoremails authorcorresponding correspondingauthor authorscount numauthors nauthors
		authorposition authorkeywords yearmonth listdate citationsbyyear citationcountbyyear abstractlanguage listnote`,
}

// place is the slot of a name and its rank: of several names, that of the lowest rank counts.
type place struct {
	slot slot
	rank uint8
}

// places has the place of each name, as it is in files and as anyjson.PlainKey returns it.
var places = func() map[string]place {
	table := map[string]place{"_id": {anyjson.ID, 99}}
	for slot, names := range slotNames {
		rank := uint8(0)
		for name := range strings.FieldsSeq(names) {
			if _, taken := table[name]; !taken {
				table[name] = place{slot, rank}
			}
			rank++
		}
	}
	for _, name := range strings.Fields("author_count featured_days hf_date published_at ai_summary ai_keywords project_page citation_key list_note") {
		table[name] = table[anyjson.PlainKey(name)]
	}
	return table
}()

// resembling has parts of names of the fields that are reported if their name is not known.
var resembling = []struct {
	field slot
	name  string
	parts []string
}{
	{anyjson.Authors, "authors", []string{"author", "creator", "writer", "verfasser", "auteur", "autor", "contributor"}},
	{anyjson.Abstract, "abstract", []string{"abstract", "summary", "synopsis", "resume", "zusammenfassung", "tldr"}},
	{anyjson.Date, "date", []string{"date", "year", "publish", "issued", "released", "jahr", "datum"}},
}

// resembles returns the field that a name may be of, and the name of that field in data.Fields.
func resembles(name string) (field slot, known string, found bool) {
	for _, r := range resembling {
		for _, part := range r.parts {
			if strings.Contains(name, part) {
				return r.field, r.name, true
			}
		}
	}
	return 0, "", false
}
