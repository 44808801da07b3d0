package data

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"paperboy/data/text"
)

// Limits of a record. A record that exceeds one is rejected with a FieldError that names the
// field; only the fields of a reference are cut, with a warning. The longest "author" seen has 512 characters: it is a list without separators.
const (
	MaxTitleRunes       = 2_000
	MaxAbstractRunes    = 100_000
	MaxAuthors          = 20_000 // the paper with most has 15,025 (doi.org/10.1093/bjs/znab101)
	MaxAuthorRunes      = 1_000
	MaxCategories       = 100
	MaxCategoryRunes    = 200
	MaxVenueRunes       = 1_000
	MaxReferenceRunes   = 500 // volume, number, pages, place, edition, ISBN, ISSN
	MaxEditors          = 1_000
	MaxNoteRunes        = 10_000
	MaxCitationKeyRunes = 100
	MaxLanguageRunes    = 35 // RFC 5646, 4.4.1
	MaxURLs             = 100
	MaxURLBytes         = 2_000
	MaxAliases          = 100
	MaxNumber           = 1<<31 - 1 // authors, upvotes, comments, stars

	MaxFeaturedDays      = 1_000
	MaxOrganizationRunes = 500
	MaxAISummaryRunes    = 10_000
	MaxAIKeywords        = 100
	MaxAIKeywordRunes    = 200
	MaxObservations      = 10_000
)

// FieldError says why a record was rejected. Code is for programs and stable:
// "missing_title", "title_too_long", "too_many_authors", "negative_upvotes", "invalid_id".
// Reason is a sentence for people.
type FieldError struct {
	Field  string
	Code   string
	Reason string
}

func (e *FieldError) Error() string { return e.Field + ": " + e.Reason }

// WarnAuthorsIncomplete is a reader's warning that the list of authors ends in "et al." or
// the like, so that their number is unknown. Validate adds it too.
const WarnAuthorsIncomplete = "authors_incomplete"

// WarnEditorsIncomplete is the same for the list of editors.
const WarnEditorsIncomplete = "editors_incomplete"

// The warnings that Validate adds to Origin.Warnings. Origin.Raw keeps the original string.
const (
	WarnInvalidUTF8 = "invalid_utf8"           // invalid UTF-8 was replaced by U+FFFD
	WarnAuthorCount = "author_count_corrected" // the count was below the number of names
	WarnNoNames     = "authors_without_names"  // entries that are no names were dropped
	WarnInvalidDOI  = "invalid_doi"            // dropped
	WarnInvalidURL  = "invalid_url"            // dropped: neither http nor https
)

// Validate normalizes a record in place so that it can be stored, or returns a *FieldError.
// White space is collapsed (except for empty lines in an abstract), control and invisible
// characters are removed, ids and DOI become canonical, duplicates and authors that are no names
// are dropped, slices other than Groups and Editors are not nil, the author count is at least the
// number of names (and unknown if the list of names is incomplete), and a record without an ID gets
// one. The editors of a book without authors become its authors too. Validating twice changes nothing.
func Validate(r *Record) error {
	v := validator{r}
	for i := range Fields {
		v.normalize(&Fields[i])
	}
	v.reference()
	v.editors()
	v.authors()
	v.Paper.tidyGroups()
	if err := v.checkLengths(); err != nil {
		return err
	}
	if err := v.numbers(); err != nil {
		return err
	}
	if err := v.dates(); err != nil {
		return err
	}
	if err := v.observations(); err != nil {
		return err
	}
	v.doi()
	v.urls()
	v.repository()
	if r.Paper.Sources == nil {
		r.Paper.Sources = []Provenance{}
	}
	return v.ids()
}

type validator struct{ *Record }

// normalize applies the tidy function of a field to its text, or to the values of its list.
func (v validator) normalize(f *Field) {
	if f.tidy == nil {
		return
	}
	if f.text != nil {
		s := f.text(&v.Paper)
		*s = f.tidy(v.utf8(f.Name, *s))
		return
	}
	list := f.list(&v.Paper)
	kept := make([]string, 0, len(*list))
	for _, s := range *list {
		if s = f.tidy(v.utf8(f.Name, s)); s != "" {
			kept = append(kept, s)
		}
	}
	if f.isSet {
		kept = distinct(kept)
	}
	*list = kept
}

// checkLengths checks normalized fields against the limits, texts first, then lists.
func (v validator) checkLengths() error {
	title := v.Paper.Title
	if title == "" {
		return &FieldError{"title", "missing_title", "a title is required"}
	}
	if !text.HasLetterOrDigit(title) {
		return &FieldError{"title", "missing_title", fmt.Sprintf("%q has no letter or digit", text.Clip(title))}
	}
	for i := range Fields {
		f := &Fields[i]
		switch {
		case f.text == nil || f.max == 0:
		case f.cut:
			v.cut(f)
		default:
			if err := checkMax(f.Name, f.Name+"_too_long", "characters", utf8.RuneCountInString(*f.text(&v.Paper)), f.max); err != nil {
				return err
			}
		}
	}
	for i := range Fields {
		f := &Fields[i]
		if f.days != nil {
			if err := checkMax(f.Name, "too_many_"+f.Name, f.unit+"s", len(*f.days(&v.Paper)), f.max); err != nil {
				return err
			}
		}
		if f.list == nil {
			continue
		}
		list := *f.list(&v.Paper)
		if err := checkMax(f.Name, "too_many_"+f.Name, f.unit+"s", len(list), f.max); err != nil {
			return err
		}
		if f.maxValue > 0 {
			if err := checkMax(f.Name, f.value+"_too_long", "characters in a "+f.unit, longest(list), f.maxValue); err != nil {
				return err
			}
		}
	}
	return checkMax("aliases", "too_many_aliases", "values", len(v.Aliases), MaxAliases)
}

// cut cuts a text that is longer than the field allows.
func (v validator) cut(f *Field) {
	s := f.text(&v.Paper)
	if len(*s) <= f.max || utf8.RuneCountInString(*s) <= f.max {
		return
	}
	v.warn(WarnCut, f.Name, *s)
	*s = strings.TrimSpace(string([]rune(*s)[:f.max]))
}

// checkMax returns an error if n is more than max.
func checkMax(field, code, unit string, n, max int) error {
	if n <= max {
		return nil
	}
	return &FieldError{field, code, fmt.Sprintf("%d %s, at most %d are allowed", n, unit, max)}
}

func longest(values []string) int {
	n := 0
	for _, s := range values {
		n = max(n, utf8.RuneCountInString(s))
	}
	return n
}

func (v validator) numbers() error {
	for i := range Fields {
		f := &Fields[i]
		if f.number == nil {
			continue
		}
		if n := *f.number(&v.Paper); n != nil && (*n < 0 || *n > MaxNumber) {
			code := "negative_" + f.Name
			if *n > 0 {
				code = f.Name + "_too_large"
			}
			return &FieldError{f.Name, code, fmt.Sprintf("%d is not between 0 and %d", *n, MaxNumber)}
		}
	}
	p := &v.Paper
	names := len(p.Authors)
	switch {
	case p.AuthorCount == nil && names > 0:
		if !slices.Contains(v.Origin.Warnings, WarnAuthorsIncomplete) {
			p.AuthorCount = &names
		}
	case p.AuthorCount != nil && *p.AuthorCount == 0 && names == 0:
		p.AuthorCount = nil // every paper has an author, so 0 means unknown
	case p.AuthorCount != nil && *p.AuthorCount < names:
		v.warn(WarnAuthorCount, "author_count", fmt.Sprint(*p.AuthorCount))
		p.AuthorCount = &names
	}
	return nil
}

func (v validator) dates() error {
	for i := range Fields {
		if f := &Fields[i]; f.date != nil {
			if err := f.date(&v.Paper).Validate(); err != nil {
				return &FieldError{f.Name, "invalid_" + f.Name, err.Error()}
			}
		}
	}
	if featured := v.Paper.Featured; !featured.IsZero() && featured.Precision() != DayPrecision {
		return &FieldError{"featured", "invalid_featured", fmt.Sprintf("%s is not a day", featured)}
	}
	for _, day := range v.Paper.FeaturedDays {
		if err := day.Validate(); err != nil {
			return &FieldError{"featured_days", "invalid_featured_days", err.Error()}
		}
		if day.Precision() != DayPrecision {
			return &FieldError{"featured_days", "invalid_featured_days", fmt.Sprintf("%q is not a day", day)}
		}
	}
	v.Paper.normalizeFeatured()
	return nil
}

// observations sorts the observations. Several at the same second become one.
func (v validator) observations() error {
	const field = "observations"
	p := &v.Paper
	if err := checkMax(field, "too_many_observations", "values", len(p.Observations), MaxObservations); err != nil {
		return err
	}
	for _, o := range p.Observations {
		switch {
		case o.At.IsZero() || o.At.Year() < minYear || o.At.Year() > maxYear:
			return &FieldError{field, "invalid_observations", "an observation needs a time"}
		case o.Upvotes == nil && o.Comments == nil && o.Stars == nil:
			return &FieldError{field, "invalid_observations", "the observation of " + o.At.UTC().Format(time.RFC3339) + " has no number"}
		}
		for _, n := range []*int{o.Upvotes, o.Comments, o.Stars} {
			if n != nil && (*n < 0 || *n > MaxNumber) {
				return &FieldError{field, "invalid_observations", fmt.Sprintf("%d is not between 0 and %d", *n, MaxNumber)}
			}
		}
	}
	p.Observations = joined(p.Observations)
	return nil
}

func (v validator) urls() {
	urls := make([]string, 0, len(v.Paper.URLs))
	for _, raw := range v.Paper.URLs {
		raw = strings.TrimSpace(raw)
		if raw == "" {
			continue
		}
		if !isWebAddress(raw) {
			v.warn(WarnInvalidURL, "urls", strings.ToValidUTF8(raw, "\uFFFD"))
			continue
		}
		urls = append(urls, raw)
	}
	v.Paper.URLs = distinct(urls)
}

// repository drops a repository that is not the address of a page.
func (v validator) repository() {
	raw := strings.TrimSpace(v.Paper.Repository)
	if raw != "" && !isWebAddress(raw) {
		v.warn(WarnInvalidURL, "repository", strings.ToValidUTF8(raw, "\uFFFD"))
		raw = ""
	}
	v.Paper.Repository = raw
}

// isWebAddress reports whether s is an http or https URL of at most MaxURLBytes.
func isWebAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && len(s) <= MaxURLBytes && utf8.ValidString(s)
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

// utf8 returns s with invalid bytes replaced, and a warning for the field if there are any.
func (v validator) utf8(field, s string) string {
	if utf8.ValidString(s) {
		return s
	}
	s = strings.ToValidUTF8(s, "\uFFFD")
	v.warn(WarnInvalidUTF8, field, s)
	return s
}

// warn records that a field was changed from raw.
func (v validator) warn(code, field, raw string) {
	if !slices.Contains(v.Origin.Warnings, code) {
		v.Origin.Warnings = append(slices.Clip(v.Origin.Warnings), code)
	}
	v.keepRaw(field, raw)
}

// keepRaw records what the source wrote, unless its reader has already done so.
func (v validator) keepRaw(field, raw string) {
	if _, known := v.Origin.Raw[field]; known {
		return
	}
	if v.Origin.Raw == nil {
		v.Origin.Raw = map[string]string{}
	}
	v.Origin.Raw[field] = raw
}

// distinct returns the values without duplicates, in order. The result is not nil.
func distinct[T comparable](values []T) []T {
	kept := make([]T, 0, len(values))
	if len(values) > manyValues {
		seen := make(map[T]bool, len(values))
		for _, value := range values {
			if !seen[value] {
				seen[value] = true
				kept = append(kept, value)
			}
		}
		return kept
	}
	for _, value := range values {
		if !slices.Contains(kept, value) {
			kept = append(kept, value)
		}
	}
	return kept
}

// manyValues is the length of a list from which a map is faster than a search in it.
const manyValues = 32
