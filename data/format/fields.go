package format

import (
	"slices"
	"strings"

	"paperboy/data"
	"paperboy/data/text"
)

// Sources of records: those for people's own files, and those of catalogues with more than one
// format.
const (
	SourceFile        = "file"
	SourceArXiv       = "arxiv"
	SourceACL         = "acl"
	SourceHuggingFace = "huggingface"
	SourcePubMed      = "pubmed"
	SourceCrossref    = "crossref"
	SourceOpenAlex    = "openalex"
	SourceS2          = "semanticscholar"
	SourceOpenReview  = "openreview"
	SourceDataCite    = "datacite"
	SourceDBLP        = "dblp"
)

// The warnings of more than one reader.
const (
	// WarnDateUnread says that a date could not be parsed and is left unknown.
	WarnDateUnread = "date_unread"
	// WarnEncodingMended says that a text was garbled by a wrong encoding, such as
	// "MÃ¼ller" for "Müller", and was repaired.
	WarnEncodingMended = "encoding_mended"
	// WarnDateFromID says that the date is the month in which arXiv numbered the paper.
	WarnDateFromID = "date_from_id"
)

// The schemes of ids of PubMed, PubMed Central, OpenReview and Microsoft Academic Graph, whose
// successors still use its numbers.
const (
	SchemePMID       = "pmid"
	SchemePMCID      = "pmcid"
	SchemeOpenReview = "openreview"
	SchemeMAG        = "mag"
)

// Keep returns parsed, the text of a field. If it differs from raw, the source's text, Keep
// stores raw in the origin of r, and adds a warning if the encoding was repaired.
func Keep(r *data.Record, field, raw, parsed string) string {
	if raw != parsed {
		if r.Origin.Raw == nil {
			r.Origin.Raw = map[string]string{}
		}
		r.Origin.Raw[field] = raw
		if text.RepairMojibake(raw) != raw {
			Warn(r, WarnEncodingMended)
		}
	}
	return parsed
}

// Warn adds a warning to the record, once.
func Warn(r *data.Record, code string) {
	if !slices.Contains(r.Origin.Warnings, code) {
		r.Origin.Warnings = append(r.Origin.Warnings, code)
	}
}

// SetTexts sets title, abstract and venue, with markup removed. Like data.Validate, it doesn't
// record differences in white space.
func SetTexts(r *data.Record, title, abstract, venue string) {
	p := &r.Paper
	p.Title = Keep(r, "title", text.OneLine(title), text.PlainLine(title))
	p.Abstract = Keep(r, "abstract", text.Paragraphs(abstract), text.Paragraphs(text.Plain(abstract)))
	p.Venue = Keep(r, "venue", text.OneLine(venue), text.PlainLine(venue))
}

// Name is the name of an author or editor.
type Name struct {
	// Text may have the family name of a person first: "Lovelace, Ada".
	Text string
	// IsGroup says that it is the name of a group or corporation.
	IsGroup bool
}

// display returns the name as papers print it.
func (n Name) display() string {
	if n.IsGroup {
		return text.PlainLine(n.Text)
	}
	return text.OneLine(GivenFirst(text.Plain(text.OneLine(n.Text))))
}

// SetAuthors sets the authors. Names may be as papers print them, or with the family name
// first. An "et al." becomes a warning, since the other authors are unknown.
func SetAuthors(r *data.Record, names []string) {
	people := make([]Name, len(names))
	for i, name := range names {
		people[i].Text = name
	}
	SetNames(r, people, nil)
}

// SetNames sets the authors, as SetAuthors does, and the editors, and marks groups among them.
func SetNames(r *data.Record, authors, editors []Name) {
	var said []string
	for _, n := range authors {
		name := text.OneLine(n.Text)
		switch {
		case name == "":
		case data.IsEtAl(name):
			said = append(said, name)
			Warn(r, data.WarnAuthorsIncomplete)
		default:
			said = append(said, name)
			r.Paper.Authors = append(r.Paper.Authors, n.display())
		}
	}
	if len(said) > 0 {
		Keep(r, "authors", strings.Join(said, "; "), strings.Join(r.Paper.Authors, "; "))
	}
	setEditors(r, editors)
	for _, n := range append(authors[:len(authors):len(authors)], editors...) {
		if n.IsGroup {
			SetGroups(r, n.display())
		}
	}
}

// SetDate sets the date that was parsed from raw.
func SetDate(r *data.Record, raw string, date data.Date) {
	r.Paper.Date = date
	Keep(r, "date", raw, date.String())
	if raw != "" && date.IsZero() {
		Warn(r, WarnDateUnread)
	}
}

// SetFirstDate sets the earliest of the stated dates, such as those of publication online and in
// print. Of a month and a day in it, it sets the day.
func SetFirstDate(r *data.Record, stated ...string) {
	raw, date := "", data.Date{}
	for _, said := range stated {
		if read := FreeDate(said); raw == "" || !read.IsZero() && data.MergeDates(date, read) == read {
			raw, date = said, read
		}
	}
	SetDate(r, raw, date)
}

// SetIDs sets the id of the paper to the first of the stated ids that is a DOI or an id of a
// catalogue of papers, in any usual spelling, including URLs. The others become aliases.
// Other ids are ignored.
func SetIDs(r *data.Record, stated ...string) {
	for _, s := range stated {
		id, err := data.ParseID(s)
		if err != nil {
			continue
		}
		switch id.Scheme() {
		case data.SchemeArXiv, data.SchemeACL, data.SchemeDOI, SchemePMID, SchemePMCID:
			addID(r, id)
		}
	}
}

// HasScheme reports whether a field starts with the name of a scheme, as in "arXiv:1706.03762".
func HasScheme(s, scheme string) bool {
	before, _, found := strings.Cut(s, ":")
	return found && strings.EqualFold(strings.TrimSpace(before), scheme)
}

// AddIDs adds a catalogue's own ids of the paper after those of SetIDs. It ignores empty
// numbers.
func AddIDs(r *data.Record, scheme string, numbers ...string) {
	for _, number := range numbers {
		if id, err := data.ParseID(scheme + ":" + number); err == nil && number != "" {
			addID(r, id)
		}
	}
}

// addID sets the id of the paper, or adds an alias if it has one.
func addID(r *data.Record, id data.ID) {
	switch {
	case r.Paper.ID == "":
		r.Paper.ID = id
	case id != r.Paper.ID && !slices.Contains(r.Aliases, id) && len(r.Aliases) < data.MaxAliases:
		r.Aliases = append(r.Aliases, id)
	}
}

// PubMedID returns the id for a number of PubMed or, depending on the scheme, of PubMed
// Central, whose numbers may start with "PMC". It returns "" if number is not valid.
func PubMedID(scheme, number string) string {
	number = strings.ToLower(strings.TrimSpace(number))
	prefix := ""
	if scheme == SchemePMCID {
		prefix = "pmc"
	}
	digits := strings.TrimPrefix(number, prefix)
	if strings.Trim(digits, "0") == "" || strings.Trim(digits, "0123456789") != "" {
		return ""
	}
	return scheme + ":" + prefix + digits
}

// undivided and divided list the archives of arXiv, including old ones, without and with
// subject classes. Some are in both, because they were divided late.
var (
	undivided = setOf(`acc-phys adap-org alg-geom ao-sci astro-ph atom-ph bayes-an chao-dyn chem-ph cmp-lg comp-gas cond-mat dg-ga funct-an
		gr-qc hep-ex hep-lat hep-ph hep-th math-ph mtrl-th nucl-ex nucl-th patt-sol plasm-ph q-alg q-bio quant-ph solv-int supr-con`)
	divided = setOf(`astro-ph cond-mat cs econ eess math nlin physics q-bio q-fin stat`)
)

func setOf(words string) map[string]bool {
	set := map[string]bool{}
	for word := range strings.FieldsSeq(words) {
		set[word] = true
	}
	return set
}

// IsArXivCategory reports whether a word is a category of arXiv's taxonomy
// (arxiv.org/category_taxonomy): "cs.CL", "cond-mat.mtrl-sci", or an archive whose name is not
// an ordinary word.
func IsArXivCategory(word string) bool {
	archive, class, found := strings.Cut(word, ".")
	if !found {
		return undivided[word]
	}
	class, rest, hyphen := strings.Cut(class, "-")
	return divided[archive] && len(class) >= 2 && isLetters(class) && (!hyphen || isLetters(rest) && rest == strings.ToLower(rest))
}

func isLetters(s string) bool {
	for i := range len(s) {
		if c := s[i] | 0x20; c < 'a' || c > 'z' {
			return false
		}
	}
	return s != ""
}

// AddCategories adds the words that are arXiv categories. Other keywords are chosen by people or
// publishers and would swamp the facet.
func AddCategories(r *data.Record, words ...string) {
	for _, word := range words {
		word = strings.TrimSpace(word)
		if IsArXivCategory(word) && !slices.Contains(r.Paper.Categories, word) && len(r.Paper.Categories) < data.MaxCategories {
			r.Paper.Categories = append(r.Paper.Categories, word)
		}
	}
}

// WarnFieldUnread says that a value of a type or form that can't be read was left out.
const WarnFieldUnread = "field_unread"

// maxUnreadBytes is the length of what is kept of a value that can't be read.
const maxUnreadBytes = 200

// Unread adds the warning that a field of a record, named as in data.Fields, was left out. What the
// source wrote is kept in the origin, clipped.
func Unread(r *data.Record, field string, wrote []byte) {
	Warn(r, WarnFieldUnread)
	Keep(r, field, strings.ToValidUTF8(string(wrote[:min(len(wrote), maxUnreadBytes)]), "\uFFFD"), "")
}
