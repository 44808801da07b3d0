package csl

import (
	"regexp"
	"slices"
	"strings"

	"paperboy/data"
	"paperboy/data/source"
)

// sourceFile is the source of what comes from a person's library.
const sourceFile = "file"

// The warnings that this reader gives.
const (
	// warnAuthorsCut: the list ends with "et al."
	warnAuthorsCut = "authors_cut"
	// warnDateUnread: the date is in none of the known ways, and left unknown.
	warnDateUnread = "date_unread"
)

// adapt makes a record of one item.
func adapt(w wireItem, in source.Input) data.Record {
	r := data.Record{Origin: data.Provenance{Source: in.Source, Location: in.Location, Fetched: in.Fetched}}
	if in.Source == "" {
		r.Origin.Source = sourceFile
	}
	r.Paper.Title = kept(&r, "title", string(w.Title), plainLine(string(w.Title)))
	r.Paper.Abstract = kept(&r, "abstract", string(w.Abstract), plainText(string(w.Abstract)))
	for _, venue := range []text{w.ContainerTitle, w.EventTitle, w.Event} {
		if line := plainLine(string(venue)); line != "" {
			r.Paper.Venue = kept(&r, "venue", string(venue), line)
			break
		}
	}
	r.Paper.DOI = string(w.DOI)
	if w.URL != "" {
		r.Paper.URLs = []string{string(w.URL)}
	}
	setAuthors(&r, w.Author)
	setDate(&r, w.Issued)
	setIDs(&r, w)
	setCategories(&r, w)
	return r
}

// kept is the parsed text; what the source said is remembered where it differs.
func kept(r *data.Record, field, said, parsed string) string {
	if said != parsed {
		if r.Origin.Raw == nil {
			r.Origin.Raw = map[string]string{}
		}
		r.Origin.Raw[field] = said
	}
	return parsed
}

func setAuthors(r *data.Record, names []name) {
	for _, n := range names {
		display := n.display()
		switch strings.ToLower(strings.Trim(display, ". ")) {
		case "":
		case "others", "et al":
			r.Origin.Warnings = append(r.Origin.Warnings, warnAuthorsCut)
		default:
			r.Paper.Authors = append(r.Paper.Authors, display)
		}
	}
}

// display is the name in the order "First van Last Jr.".
func (n name) display() string {
	for _, whole := range []text{n.Literal, n.Name} {
		if line := plainLine(string(whole)); line != "" {
			return line
		}
	}
	var words []string
	for _, part := range []text{n.Given, n.Dropping, n.NonDropping, n.Family, n.Suffix} {
		if line := plainLine(string(part)); line != "" {
			words = append(words, line)
		}
	}
	return strings.Join(words, " ")
}

func setDate(r *data.Record, d issued) {
	said := d.said()
	if said == "" {
		return
	}
	r.Paper.Date = d.date()
	if r.Paper.Date.IsZero() {
		r.Origin.Warnings = append(r.Origin.Warnings, warnDateUnread)
	}
	if !d.exact(r.Paper.Date) {
		kept(r, "date", said, r.Paper.Date.String())
	}
}

// setIDs names the paper by the first id that the item states, and makes aliases
// of the rest. A key that is no id of a known kind is passed over.
func setIDs(r *data.Record, w wireItem) {
	var stated []string
	if strings.ContainsAny(string(w.ID), ":/") { // a bare one is a key of the library, whatever it looks like
		stated = append(stated, string(w.ID))
	}
	if number := string(w.Number); hasScheme(number, "arxiv") {
		stated = append(stated, number)
	}
	pmid, pmcid := string(w.PMID), string(w.PMCID)
	for line := range strings.Lines(string(w.Note)) {
		scheme, rest, _ := strings.Cut(strings.TrimSpace(line), ":")
		switch rest = strings.TrimSpace(rest); strings.ToLower(scheme) {
		case "arxiv", "doi":
			stated = append(stated, scheme+":"+rest)
		case "pmid":
			pmid = rest
		case "pmcid":
			pmcid = rest
		}
	}
	stated = append(stated, string(w.DOI), numbered("pmid", pmid), numbered("pmcid", pmcid))
	var ids []data.ID
	for _, s := range stated {
		id, err := data.ParseID(s)
		if err != nil || slices.Contains(ids, id) {
			continue
		}
		switch id.Scheme() {
		case data.SchemeArXiv, data.SchemeACL, data.SchemeDOI, "pmid", "pmcid":
			ids = append(ids, id)
		}
	}
	if len(ids) > 0 {
		r.Paper.ID, r.Aliases = ids[0], ids[1:]
	}
	if len(r.Aliases) > data.MaxAliases {
		r.Aliases = r.Aliases[:data.MaxAliases]
	}
}

func hasScheme(s, scheme string) bool {
	before, _, found := strings.Cut(s, ":")
	return found && strings.EqualFold(strings.TrimSpace(before), scheme)
}

// numbered is an id of PubMed's, empty where it has no number.
func numbered(scheme, s string) string {
	s = strings.ToLower(strings.TrimSpace(s))
	if digits := strings.TrimPrefix(s, "pmc"); digits == "" || strings.Trim(digits, "0123456789") != "" {
		return ""
	}
	return scheme + ":" + s
}

var (
	// arXivCategory is "cs.CL", "astro-ph.GA", or an archive whose name is no word.
	arXivCategory = regexp.MustCompile(`^(?:(?:cs|econ|eess|math|q-bio|q-fin|stat)\.[A-Z]{2}|(?:astro-ph|cond-mat|nlin|physics)\.[A-Za-z-]{2,8}|` +
		`astro-ph|cond-mat|gr-qc|hep-(?:ex|lat|ph|th)|math-ph|nucl-(?:ex|th)|quant-ph)$`)
	// arXivStamp is what arXiv's exports put into a note, "arXiv:1706.03762 [cs.CL, stat.ML]".
	arXivStamp = regexp.MustCompile(`(?i)arxiv:\s*\S+\s*\[([^\]]+)\]`)
)

// setCategories takes those of arXiv; the other keywords are a person's own.
func setCategories(r *data.Record, w wireItem) {
	words := slices.Clone(w.Keyword)
	if stamp := arXivStamp.FindStringSubmatch(string(w.Note)); stamp != nil {
		words = append(words, strings.FieldsFunc(stamp[1], func(r rune) bool { return r == ',' || r == ' ' })...)
	}
	for _, word := range words {
		if arXivCategory.MatchString(word) && !slices.Contains(r.Paper.Categories, word) && len(r.Paper.Categories) < data.MaxCategories {
			r.Paper.Categories = append(r.Paper.Categories, word)
		}
	}
}
