package data

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"paperboy/data/text"
)

// The caps of a record; one beyond any of them is refused by name. The longest
// "author" seen, 512 characters, is a whole list that lost its separators.
const (
	MaxTitleRunes    = 2_000
	MaxAbstractRunes = 100_000
	MaxAuthors       = 5_000
	MaxAuthorRunes   = 1_000
	MaxCategories    = 100
	MaxCategoryRunes = 200
	MaxVenueRunes    = 1_000
	MaxURLs          = 100
	MaxURLBytes      = 2_000
	MaxAliases       = 100
	MaxNumber        = 1<<31 - 1 // of authors, upvotes, comments
)

// FieldError says why a record was refused. Code is stable: "missing_title",
// "title_too_long", "too_many_authors", "negative_upvotes", "invalid_id", ...
// Reason is a sentence for people.
type FieldError struct {
	Field  string
	Code   string
	Reason string
}

func (e *FieldError) Error() string { return e.Field + ": " + e.Reason }

// WarnAuthorsIncomplete is a reader's warning: the list of authors ends in "et al."
// or the like, so that nobody knows how many they are.
const WarnAuthorsIncomplete = "authors_incomplete"

// The warnings that Validate adds to Origin.Warnings. The raw string of what
// was changed is kept in Origin.Raw.
const (
	WarnInvalidUTF8 = "invalid_utf8"           // bytes that are no UTF-8 became U+FFFD
	WarnAuthorCount = "author_count_corrected" // the count was below the number of names
	WarnInvalidDOI  = "invalid_doi"            // dropped
	WarnInvalidURL  = "invalid_url"            // dropped: neither http nor https
)

// Validate makes a record fit to be stored, or returns a *FieldError that names
// what is wrong with it. It normalises in place: spaces collapsed (a blank line
// within an abstract stays), control and invisible characters removed, ids and
// DOI canonical, repetitions dropped, slices non-nil, the author count at least
// the number of names (and unknown where the names are incomplete), an ID derived where the source gave none. Validating
// twice changes nothing.
func Validate(r *Record) error {
	v := validator{r}
	p := &r.Paper
	p.Title = text.OneLine(v.utf8("title", p.Title))
	p.Abstract = text.Paragraphs(v.utf8("abstract", p.Abstract))
	p.Venue = text.OneLine(v.utf8("venue", p.Venue))
	p.Authors = v.lines("authors", p.Authors)
	p.Categories = distinct(v.lines("categories", p.Categories))
	if err := v.texts(); err != nil {
		return err
	}
	if err := v.numbers(); err != nil {
		return err
	}
	if err := v.dates(); err != nil {
		return err
	}
	v.doi()
	v.urls()
	if p.Sources == nil {
		p.Sources = []Provenance{}
	}
	return v.ids()
}

type validator struct{ *Record }

// texts checks what has been normalised against the caps.
func (v validator) texts() error {
	p := &v.Paper
	if p.Title == "" {
		return &FieldError{"title", "missing_title", "a title is required"}
	}
	if !text.HasLetterOrDigit(p.Title) {
		return &FieldError{"title", "missing_title", fmt.Sprintf("%q has no letter or digit", clip(p.Title))}
	}
	for _, c := range []struct {
		field, code, unit string
		n, max            int
	}{
		{"title", "title_too_long", "characters", utf8.RuneCountInString(p.Title), MaxTitleRunes},
		{"abstract", "abstract_too_long", "characters", utf8.RuneCountInString(p.Abstract), MaxAbstractRunes},
		{"venue", "venue_too_long", "characters", utf8.RuneCountInString(p.Venue), MaxVenueRunes},
		{"authors", "too_many_authors", "names", len(p.Authors), MaxAuthors},
		{"authors", "author_too_long", "characters in a name", longest(p.Authors), MaxAuthorRunes},
		{"categories", "too_many_categories", "values", len(p.Categories), MaxCategories},
		{"categories", "category_too_long", "characters in a value", longest(p.Categories), MaxCategoryRunes},
		{"urls", "too_many_urls", "values", len(p.URLs), MaxURLs},
		{"aliases", "too_many_aliases", "values", len(v.Aliases), MaxAliases},
	} {
		if c.n > c.max {
			return &FieldError{c.field, c.code, fmt.Sprintf("%d %s, at most %d are taken", c.n, c.unit, c.max)}
		}
	}
	return nil
}

func longest(values []string) int {
	n := 0
	for _, s := range values {
		n = max(n, utf8.RuneCountInString(s))
	}
	return n
}

func (v validator) numbers() error {
	p := &v.Paper
	for _, c := range []struct {
		field string
		n     *int
	}{{"author_count", p.AuthorCount}, {"upvotes", p.Upvotes}, {"comments", p.Comments}} {
		if c.n != nil && (*c.n < 0 || *c.n > MaxNumber) {
			code := "negative_" + c.field
			if *c.n > 0 {
				code = c.field + "_too_large"
			}
			return &FieldError{c.field, code, fmt.Sprintf("%d is not between 0 and %d", *c.n, MaxNumber)}
		}
	}
	names := len(p.Authors)
	switch {
	case p.AuthorCount == nil && names > 0:
		if !slices.Contains(v.Origin.Warnings, WarnAuthorsIncomplete) {
			p.AuthorCount = &names
		}
	case p.AuthorCount != nil && *p.AuthorCount == 0 && names == 0:
		p.AuthorCount = nil // nobody wrote no paper: the source did not know
	case p.AuthorCount != nil && *p.AuthorCount < names:
		v.warn(WarnAuthorCount, "author_count", fmt.Sprint(*p.AuthorCount))
		p.AuthorCount = &names
	}
	return nil
}

func (v validator) dates() error {
	if err := v.Paper.Date.Validate(); err != nil {
		return &FieldError{"date", "invalid_date", err.Error()}
	}
	featured := v.Paper.Featured
	if err := featured.Validate(); err != nil {
		return &FieldError{"featured", "invalid_featured", err.Error()}
	}
	if !featured.IsZero() && featured.Precision() != DayPrecision {
		return &FieldError{"featured", "invalid_featured", fmt.Sprintf("%s is not a day", featured)}
	}
	return nil
}

// doi makes the DOI bare and lower case. A source that writes several in the
// field means the first.
func (v validator) doi() {
	raw := v.Paper.DOI
	if raw == "" {
		return
	}
	v.Paper.DOI = ""
	for _, word := range strings.Fields(raw) {
		word = strings.TrimRight(word, ",;")
		if doi, ok := bareDOI(word); ok {
			v.Paper.DOI = doi
			break
		}
	}
	switch {
	case v.Paper.DOI == "":
		v.warn(WarnInvalidDOI, "doi", raw)
	case v.Paper.DOI != raw:
		v.keepRaw("doi", raw)
	}
}

// bareDOI is the DOI in any of its spellings, arXiv's own included.
func bareDOI(s string) (string, bool) {
	lower := strings.ToLower(s)
	for _, prefix := range []string{"https://", "http://", "www.", "dx.", "doi.org/", "doi:"} {
		lower = strings.TrimPrefix(lower, prefix)
	}
	if _, ok := parseDOI(lower); !ok || len(SchemeDOI)+1+len(lower) > MaxIDBytes || !utf8.ValidString(lower) {
		return "", false
	}
	return lower, true
}

func (v validator) urls() {
	urls := make([]string, 0, len(v.Paper.URLs))
	for _, raw := range v.Paper.URLs {
		raw = strings.TrimSpace(raw)
		if raw == "" {
			continue
		}
		u, err := url.Parse(raw)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || len(raw) > MaxURLBytes || !utf8.ValidString(raw) {
			v.warn(WarnInvalidURL, "urls", strings.ToValidUTF8(raw, "\uFFFD"))
			continue
		}
		urls = append(urls, raw)
	}
	v.Paper.URLs = distinct(urls)
}

func (v validator) ids() error {
	if v.Paper.ID != "" {
		id, err := ParseID(string(v.Paper.ID))
		if err != nil {
			return &FieldError{"id", "invalid_id", err.Error()}
		}
		v.Paper.ID = id
	}
	aliases := make([]ID, 0, len(v.Aliases))
	for _, alias := range v.Aliases {
		id, err := ParseID(string(alias))
		if err != nil {
			return &FieldError{"aliases", "invalid_id", err.Error()}
		}
		aliases = append(aliases, id)
	}
	v.Aliases = distinct(aliases)
	if v.Paper.ID == "" {
		v.Paper.ID = v.deriveID()
	}
	return nil
}

// lines normalises each of several short texts and drops the empty ones.
func (v validator) lines(field string, values []string) []string {
	kept := make([]string, 0, len(values))
	for _, s := range values {
		if s = text.OneLine(v.utf8(field, s)); s != "" {
			kept = append(kept, s)
		}
	}
	return kept
}

// utf8 replaces invalid bytes.
func (v validator) utf8(field, s string) string {
	if utf8.ValidString(s) {
		return s
	}
	s = strings.ToValidUTF8(s, "\uFFFD")
	v.warn(WarnInvalidUTF8, field, s)
	return s
}

// warn notes that a field was changed from raw.
func (v validator) warn(code, field, raw string) {
	if !slices.Contains(v.Origin.Warnings, code) {
		v.Origin.Warnings = append(slices.Clip(v.Origin.Warnings), code)
	}
	v.keepRaw(field, raw)
}

// keepRaw remembers what the source wrote, unless its reader already did.
func (v validator) keepRaw(field, raw string) {
	if _, known := v.Origin.Raw[field]; known {
		return
	}
	if v.Origin.Raw == nil {
		v.Origin.Raw = map[string]string{}
	}
	v.Origin.Raw[field] = raw
}

// distinct drops repetitions from a short list, keeps the order, and is never nil.
func distinct[T comparable](values []T) []T {
	kept := make([]T, 0, len(values))
	for _, value := range values {
		if !slices.Contains(kept, value) {
			kept = append(kept, value)
		}
	}
	return kept
}
