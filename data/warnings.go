package data

import (
	"cmp"
	"maps"
	"slices"
)

// maxWarnings is how many codes WarningCounts and Warned have: those of other programs can be
// anything.
const maxWarnings = 50

// WarningCounts counts records with warnings, by the codes of these. Of more than maxWarnings codes
// it has the first.
type WarningCounts map[string]int

// Note counts a record with the warnings of its origin.
func (w *WarningCounts) Note(origin *Provenance) {
	for _, code := range origin.Warnings {
		w.add(code, 1)
	}
}

func (w *WarningCounts) add(code string, n int) {
	if *w == nil {
		*w = WarningCounts{}
	}
	if _, has := (*w)[code]; has || len(*w) < maxWarnings {
		(*w)[code] += n
	}
}

// A WarningCount is the number of records with a warning.
type WarningCount struct {
	Code  string
	Count int
}

// Sorted returns the warnings, the most frequent first, then by code.
func (w WarningCounts) Sorted() []WarningCount {
	var sorted []WarningCount
	for code, n := range w {
		sorted = append(sorted, WarningCount{code, n})
	}
	slices.SortFunc(sorted, func(a, b WarningCount) int { return cmp.Or(b.Count-a.Count, cmp.Compare(a.Code, b.Code)) })
	return sorted
}

// Plus returns the sums of w and other; nil if both are empty.
func (w WarningCounts) Plus(other WarningCounts) WarningCounts {
	if len(other) == 0 {
		return w
	}
	sum := make(WarningCounts, len(w)+len(other))
	maps.Copy(sum, w)
	for _, code := range slices.Sorted(maps.Keys(other)) {
		sum.add(code, other[code])
	}
	return sum
}

// MaxWarned is how many papers a Warned names for each code.
const MaxWarned = 5

// Warned has, for each code, the first papers whose record was read with that warning.
type Warned map[string][]ID

// Note names a paper for the warnings of the origin of its record.
func (w *Warned) Note(origin *Provenance, id ID) {
	for _, code := range origin.Warnings {
		w.add(code, id)
	}
}

func (w *Warned) add(code string, id ID) {
	ids := (*w)[code]
	if len(ids) == MaxWarned || len(ids) == 0 && len(*w) == maxWarnings || slices.Contains(ids, id) {
		return
	}
	if *w == nil {
		*w = Warned{}
	}
	(*w)[code] = append(slices.Clip(ids), id)
}

// Plus returns the papers of w, and of other where there is room; nil if both are empty.
func (w Warned) Plus(other Warned) Warned {
	if len(other) == 0 {
		return w
	}
	sum := maps.Clone(w)
	for _, code := range slices.Sorted(maps.Keys(other)) {
		for _, id := range other[code] {
			sum.add(code, id)
		}
	}
	return sum
}

// WarningText returns the sentence for the code of a warning. If the code is unknown, such as
// one of a newer version or of another program's export, the sentence quotes it.
func WarningText(code string) string {
	if text, ok := warningTexts[code]; ok {
		return text
	}
	return "The source was read with the warning “" + code + "”."
}

// warningTexts has a sentence for every code of Validate and of the readers in data/format.
var warningTexts = map[string]string{
	WarnAuthorsIncomplete: "The list of authors ends in “et al.”, so the number of authors is unknown.",
	WarnEditorsIncomplete: "The list of editors ends in “et al.”, so their number is unknown.",
	WarnNoNames:           "Entries in the list of authors that are no names, such as “:”, were left out.",
	WarnAuthorCount:       "The number of authors was smaller than the number of names and was corrected.",
	WarnInvalidDOI:        "The DOI was invalid and was left out.",
	WarnInvalidURL:        "An address that is neither http nor https was left out.",
	WarnInvalidUTF8:       "Invalid characters were replaced by “\uFFFD”.",
	WarnUnknownType:       "The type of publication was not a known one and was left out.",
	WarnCut:               "A field was too long and was cut.",
	"date_from_id":        "The source gave no date. The month was taken from the arXiv number.",
	"date_unread":         "The date could not be read and was left out.",
	"entry_unclosed":      "The last brace of the entry was missing. What was there was read.",
	"field_malformed":     "A field was malformed. What could not be read of it was left out.",
	"encoding_guessed":    "The file did not declare its character encoding, so it was guessed.",
	"encoding_mended":     "The text was garbled by a wrong character encoding and was repaired.",
	"entity_unknown":      "The XML used an entity, such as “&x;”, that is not known. It was left out.",
	"field_unread":        "The source has a value in a form that could not be read. It was left out.",
	"id_repaired":         "The arXiv number had been changed to a decimal number and was repaired.",
	"name_unknown":        "The source has a field that looks like the authors, the abstract or the date, under a name that Paperboy does not know.",
	"retracted":           "The source says that the paper was retracted or removed.",
	"row_realigned":       "The row had more or fewer cells than the header. Its cells were assigned to the columns by what they contain.",
	"title_from_print":    "The PDF has no usable title in its metadata. The text in the largest letters of its first page was taken.",
	"title_unchecked":     "The title is from the metadata of a PDF whose pages have no readable text to compare it with.",
	"year_assumed":        "The source gave a date without a year. The year in which the page was copied was assumed.",
}
