package add

import (
	"bytes"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"paperboy/api/library"
	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/text"
)

// A Kind says what a person gave.
type Kind string

// The kinds.
const (
	KindID      Kind = "id"      // of a paper, in any usual spelling, or an address that contains it
	KindAddress Kind = "address" // of a page or file
	KindTitle   Kind = "title"
	KindRecords Kind = "records" // a text in a format that papers are read from, such as BibTeX
)

// Given is one thing that a person gave.
type Given struct {
	Kind Kind
	// Text is what the person wrote.
	Text string
	// ID is the paper's id of KindID.
	ID data.ID
	// Address is that of KindAddress. With KindID it may be the address that contains the id.
	Address string
}

// Recognize returns what a person gave in a text: records in a known format, or on each line an
// id, an address, a reference that contains an id, or a title. A title may be on two lines if
// nothing else is there.
func Recognize(s string) []Given {
	s = strings.TrimSpace(strings.TrimPrefix(s, "\uFEFF"))
	if s == "" {
		return nil
	}
	var all []Given
	var titles []string
	for line := range strings.Lines(s) {
		if line = text.OneLine(line); line == "" {
			continue
		}
		given := RecognizeLine(line)
		if given.Kind == KindTitle {
			titles = append(titles, line)
		}
		all = append(all, given)
	}
	switch {
	case (len(titles) > 0 || strings.IndexByte("@{[<", s[0]) >= 0) && isRecords(s):
		return []Given{{Kind: KindRecords, Text: s}}
	case len(titles) == 2 && len(all) == 2:
		title := text.OneLine(s)
		return []Given{{Kind: KindTitle, Text: title}}
	}
	return all
}

// isRecords reports whether a text is in a format that papers are read from. A table needs a row
// below its header: a single line with commas is a title.
func isRecords(s string) bool {
	head := []byte(s[:min(len(s), format.SniffLen)])
	return slices.ContainsFunc(library.Formats(), func(f format.Format) bool {
		return !f.Binary && (f.Name != "csv" || strings.Contains(s, "\n")) && f.Sniff(head)
	})
}

var (
	// bareAddress matches an address without http://, such as "proceedings.example/v97/a.html".
	bareAddress = regexp.MustCompile(`^[a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)*\.[a-zA-Z]{2,}/\S+$`)
	// inText matches ids and addresses within a reference.
	inText = regexp.MustCompile(`(?i)\barxiv:\s?\S+|\bdoi:\s?10\.\d{4,9}/\S+|\b10\.\d{4,9}/\S+|https?://\S+|\bpmid:?\s?\d+`)
)

// RecognizeLine returns what a person gave on one line.
func RecognizeLine(line string) Given {
	line = strings.Trim(text.OneLine(line), `"“”`)
	if inner := strings.TrimSuffix(strings.TrimPrefix(line, "<"), ">"); len(inner) == len(line)-2 && !strings.ContainsAny(inner, "<>") {
		line = inner // an address, as in an email
	}
	if id, ok := readID(line); ok {
		given := Given{Kind: KindID, Text: line, ID: id}
		if format.IsURL(line) {
			given.Address = line
		}
		return given
	}
	address := line
	if !format.IsURL(address) && bareAddress.MatchString(address) {
		address = "https://" + address
	}
	if format.IsURL(address) && !strings.Contains(address, " ") {
		if id, ok := doiInPath(address); ok {
			return Given{Kind: KindID, Text: line, ID: id, Address: address}
		}
		return Given{Kind: KindAddress, Text: line, Address: address}
	}
	if id, ok := idInText(line); ok {
		return Given{Kind: KindID, Text: line, ID: id}
	}
	return Given{Kind: KindTitle, Text: line}
}

// idInText returns the id that a reference contains, if it is only one.
func idInText(line string) (data.ID, bool) {
	var found []data.ID
	for _, part := range inText.FindAllString(line, -1) {
		if id, ok := readID(strings.TrimRight(part, `.,;:)]}'"”`)); ok && !slices.Contains(found, id) {
			found = append(found, id)
		}
	}
	if len(found) != 1 {
		return "", false
	}
	return found[0], true
}

// readID reads an id of a service that can be asked for papers, or of no service but with a scheme
// of Paperboy. Besides the spellings of data.ParseID it knows those of PubMed and OpenReview.
func readID(s string) (data.ID, bool) {
	if id, ok := readElsewhere(s); ok {
		return id, true
	}
	id, err := data.ParseID(s)
	if err != nil {
		return "", false
	}
	switch id.Scheme() {
	case data.SchemeArXiv, data.SchemeACL, data.SchemeDOI, data.SchemeContent:
		return id, true
	}
	return "", false
}

var (
	pmid       = regexp.MustCompile(`(?i)^pmid:?\s*(\d{1,9})$`)
	pmcid      = regexp.MustCompile(`(?i)^(?:pmcid:?\s*)?(pmc\d{1,9})$`)
	openReview = regexp.MustCompile(`(?i)^openreview:\s*([\w-]{5,20})$`)
	// forum matches ids of OpenReview's forums.
	forum = regexp.MustCompile(`^[\w-]{5,20}$`)
)

// readElsewhere reads an id or address of PubMed, PubMed Central or OpenReview.
func readElsewhere(s string) (data.ID, bool) {
	if m := pmid.FindStringSubmatch(s); m != nil {
		return numbered(format.SchemePMID, m[1])
	}
	if m := pmcid.FindStringSubmatch(s); m != nil {
		return numbered(format.SchemePMCID, m[1])
	}
	if m := openReview.FindStringSubmatch(s); m != nil {
		return data.ID(format.SchemeOpenReview + ":" + m[1]), true
	}
	if !format.IsURL(s) {
		s = "https://" + s
	}
	u, err := url.Parse(s)
	if err != nil {
		return "", false
	}
	last := func(prefix string) string {
		rest, ok := strings.CutPrefix(u.Path, prefix)
		number, _, _ := strings.Cut(rest, "/")
		if !ok {
			return ""
		}
		return number
	}
	switch strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.") {
	case "pubmed.ncbi.nlm.nih.gov":
		return numbered(format.SchemePMID, last("/"))
	case "ncbi.nlm.nih.gov":
		if id, ok := numbered(format.SchemePMID, last("/pubmed/")); ok {
			return id, true
		}
		return numbered(format.SchemePMCID, last("/pmc/articles/"))
	case "pmc.ncbi.nlm.nih.gov":
		return numbered(format.SchemePMCID, last("/articles/"))
	case "europepmc.org":
		if id, ok := numbered(format.SchemePMID, last("/article/MED/")); ok {
			return id, true
		}
		return numbered(format.SchemePMCID, last("/article/PMC/"))
	case "openreview.net":
		id := u.Query().Get("id")
		if (u.Path == "/forum" || u.Path == "/pdf") && forum.MatchString(id) {
			return data.ID(format.SchemeOpenReview + ":" + id), true
		}
	}
	return "", false
}

func numbered(scheme, number string) (data.ID, bool) {
	id := format.PubMedID(scheme, number)
	return data.ID(id), id != "" && number != ""
}

var (
	doiPath = regexp.MustCompile(`10\.\d{4,9}/[^\s?#"<>]+`)
	// afterDOI matches what publishers append to a DOI in the addresses of their pages.
	afterDOI = regexp.MustCompile(`(?i)(?:/(?:full|abs|abstract|pdf|epdf|html|meta|fulltext|summary|references)(?:/.*)?|v\d+(?:\.full|\.abstract|\.pdf|\.supplementary)*|\.full(?:\.pdf)?|\.pdf)$`)
)

// doiInPath returns the DOI in the address of a publisher's page. It may be wrong where the site
// appends something else to it.
func doiInPath(address string) (data.ID, bool) {
	u, err := url.Parse(address)
	if err != nil {
		return "", false
	}
	found := strings.TrimSuffix(doiPath.FindString(u.Path), "/")
	id, err := data.ParseID(data.SchemeDOI + ":" + afterDOI.ReplaceAllString(found, ""))
	return id, err == nil && found != ""
}

const (
	// MaxTitle is the maximum length of a title that is searched, in characters.
	MaxTitle = 300
	// minTitle is how many letters and digits a title needs, at least.
	minTitle = 8
)

// problemOfTitle says why a text is not searched as a title; "" if it is.
func problemOfTitle(s string) string {
	switch {
	case utf8.RuneCountInString(s) > MaxTitle:
		return "This is too long for a title, and in no format that can be read."
	case len(bytes.Join(bytes.Fields([]byte(text.Normalize(s))), nil)) < minTitle || len(text.Words(s)) < 2:
		return "This is neither an id nor an address, and too short for a title."
	}
	return ""
}
