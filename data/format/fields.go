package format

import (
	"slices"
	"strings"

	"paperboy/data"
	"paperboy/data/text"
)

// The sources of what stands in a person's files, and of the catalogues that more
// than one format comes from.
const (
	SourceFile        = "file"
	SourceArXiv       = "arxiv"
	SourceACL         = "acl"
	SourceHuggingFace = "huggingface"
	SourcePubMed      = "pubmed"
	SourceCrossref    = "crossref"
	SourceOpenAlex    = "openalex"
	SourceS2          = "semanticscholar"
)

// The warnings that more than one reader gives.
const (
	// WarnDateUnread: a date was given in no way that can be read, and left unknown.
	WarnDateUnread = "date_unread"
	// WarnEncodingMended: a text had been read in a wrong encoding before it came here,
	// "MÃ¼ller" for "Müller", and is repaired.
	WarnEncodingMended = "encoding_mended"
	// WarnDateFromID: only the month in which arXiv numbered the paper is known.
	WarnDateFromID = "date_from_id"
)

// SchemePMID and SchemePMCID are those of PubMed's and PubMed Central's numbers,
// SchemeMAG is that of Microsoft Academic Graph's, which its heirs still give.
const (
	SchemePMID  = "pmid"
	SchemePMCID = "pmcid"
	SchemeMAG   = "mag"
)

// Keep returns parsed, the text of a field. Where it differs from raw, what the source
// said, raw is kept in r's origin, with a warning if its encoding was repaired.
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

// SetTexts sets title, abstract and venue, cleaned of markup. How a source wrapped
// its lines is not remembered, as data.Validate does not either.
func SetTexts(r *data.Record, title, abstract, venue string) {
	p := &r.Paper
	p.Title = Keep(r, "title", text.OneLine(title), text.PlainLine(title))
	p.Abstract = Keep(r, "abstract", text.Paragraphs(abstract), text.Paragraphs(text.Plain(abstract)))
	p.Venue = Keep(r, "venue", text.OneLine(venue), text.PlainLine(venue))
}

// SetAuthors sets the authors by names as papers print them or with the family
// first. "et al." among them becomes a warning, as the rest is not known.
func SetAuthors(r *data.Record, names []string) {
	var said []string
	for _, name := range names {
		name = text.OneLine(name)
		switch {
		case name == "":
		case IsEtAl(name):
			said = append(said, name)
			Warn(r, data.WarnAuthorsIncomplete)
		default:
			said = append(said, name)
			r.Paper.Authors = append(r.Paper.Authors, text.OneLine(GivenFirst(text.Plain(name))))
		}
	}
	Keep(r, "authors", strings.Join(said, "; "), strings.Join(r.Paper.Authors, "; "))
}

// SetDate sets the date that was read from raw.
func SetDate(r *data.Record, raw string, date data.Date) {
	r.Paper.Date = date
	Keep(r, "date", raw, date.String())
	if raw != "" && date.IsZero() {
		Warn(r, WarnDateUnread)
	}
}

// SetIDs names the paper by the first of the stated ids that is of a catalogue of
// papers or a DOI, in any usual spelling, addresses included. The others become
// aliases; what is no such id is passed over.
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

// HasScheme reports that a field says itself of which scheme its number is, as in
// "arXiv:1706.03762".
func HasScheme(s, scheme string) bool {
	before, _, found := strings.Cut(s, ":")
	return found && strings.EqualFold(strings.TrimSpace(before), scheme)
}

// AddIDs adds a catalogue's own ids of the paper behind those of SetIDs. An empty
// number is none.
func AddIDs(r *data.Record, scheme string, numbers ...string) {
	for _, number := range numbers {
		if id, err := data.ParseID(scheme + ":" + number); err == nil && number != "" {
			addID(r, id)
		}
	}
}

// addID names the paper, or gives it one more name.
func addID(r *data.Record, id data.ID) {
	switch {
	case r.Paper.ID == "":
		r.Paper.ID = id
	case id != r.Paper.ID && !slices.Contains(r.Aliases, id) && len(r.Aliases) < data.MaxAliases:
		r.Aliases = append(r.Aliases, id)
	}
}

// PubMedID is an id of PubMed or, by its scheme, of PubMed Central, from a number
// as it stands in a field of its own, Central's with "PMC" before it or without;
// empty where there is none.
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

// undivided and divided are arXiv's archives, those of old too, whose papers are of
// no class, and of one. Some were divided late.
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

// IsArXivCategory reports the shape of arXiv's taxonomy (arxiv.org/category_taxonomy):
// "cs.CL", "cond-mat.mtrl-sci", or an archive whose name is no word.
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

// AddCategories adds those of the words that are categories of arXiv. Other
// keywords are a person's or a publisher's own, and would drown the facet.
func AddCategories(r *data.Record, words ...string) {
	for _, word := range words {
		word = strings.TrimSpace(word)
		if IsArXivCategory(word) && !slices.Contains(r.Paper.Categories, word) && len(r.Paper.Categories) < data.MaxCategories {
			r.Paper.Categories = append(r.Paper.Categories, word)
		}
	}
}
