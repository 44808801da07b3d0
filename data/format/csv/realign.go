package csv

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/text"
)

// WarnRealigned says that a row had more or fewer cells than the header, and that its cells were assigned to the
// columns by what they contain.
const WarnRealigned = "row_realigned"

const (
	// maxExtra and maxWidth bound the cost of a row that doesn't fit: 30 cells more or fewer than the header, whose
	// tables have up to 500 columns.
	maxExtra = 30
	maxWidth = 500
	// mergeCost is the cost of a column that takes several cells or none, and extraCost that of each cell. They make
	// one column with a separator in its text likelier than several. emptyCost is that of a column that takes empty
	// cells. quotedCost is the cost of a column that takes a cell in quotes and another one.
	mergeCost, extraCost, emptyCost, quotedCost = 30, 1, 20, 200
)

// align returns the cells of a row, one for each column of the header, and whether their number was another. A
// cell with an unquoted separator makes too many cells; Scopus also leaves columns out of its header. The cells are
// assigned to the columns so that years, DOIs, ISSNs and other values that can be recognized are in theirs, and no
// cell in quotes is joined to another. Where that is not clear, the cell of a column is left empty, except those of title and abstract.
//
// Errors are *data.FieldError, or format.ErrSkip for a row without text.
func (t table) align(row row) (aligned []string, changed bool, err error) {
	cells := row.cells
	said := 0
	for i, cell := range cells {
		if strings.TrimSpace(cell) != "" {
			said = i + 1
		}
	}
	extra := said - t.width
	switch {
	case said == 0:
		return nil, false, format.ErrSkip
	case extra == 0, extra < 0 && len(cells) >= t.needed && t.fits(cells) >= 0:
		return cells, false, nil
	case extra < 0:
		extra = len(cells) - t.width
	}
	if t.width > maxWidth || extra > maxExtra || -extra > maxExtra {
		aligned = cells[:min(len(cells), t.width)]
	} else if aligned = t.realign(cells[:t.width+extra], row.quoted, extra); extra < 0 && t.fits(aligned) <= t.fits(cells) {
		aligned = cells // the last columns are missing
	}
	if t.title(aligned) == "" || t.known(aligned) < min(2, t.width-2) {
		return nil, false, &data.FieldError{Code: "ragged_row", Reason: fmt.Sprintf("it has %d cells where the header has %d", len(cells), t.width)}
	}
	return aligned, true, nil
}

// known returns the number of fields that have a text.
func (t table) known(cells []string) int {
	n := 0
	for f := range t.columns {
		if t.cell(cells, f) != "" {
			n++
		}
	}
	return n
}

// fits returns how well the cells fit their columns.
func (t table) fits(cells []string) int {
	sum := 0
	for i, cell := range cells[:min(len(cells), t.width)] {
		sum += t.fit(i, cell)
	}
	return sum
}

// mergeCosts returns the cost of a column that takes more than one cell.
func mergeCosts(cells []string, quoted []bool) int {
	said, inQuotes := 0, false
	for i, cell := range cells {
		if strings.TrimSpace(cell) != "" {
			said++
			inQuotes = inQuotes || quoted[i]
		}
	}
	switch {
	case said <= 1:
		return emptyCost + extraCost*(len(cells)-1)
	case inQuotes:
		return quotedCost
	}
	return mergeCost + extraCost*(len(cells)-1)
}

// join joins the cells that a separator without quotes has made of one.
func (t table) join(cells []string) string {
	if len(cells) == 1 {
		return cells[0]
	}
	var said []string
	for _, cell := range cells {
		if cell = strings.TrimSpace(cell); cell != "" {
			said = append(said, cell)
		}
	}
	separator := string(t.delimiter) + " "
	if t.delimiter == '\t' {
		separator = " "
	}
	return strings.Join(said, separator)
}

// is reports whether a column is one of a field.
func (t table) is(column int, f field) bool { return t.fields[column] == f+1 }

// patterns has what the whole text of some fields matches.
var patterns = map[field]*regexp.Regexp{
	year:      regexp.MustCompile(`^(?:1[5-9]|20|21)\d\d(?:\.0)?$`),
	date:      regexp.MustCompile(`^(?:\D{0,12}\d{1,2}\D{1,3})?\D{0,10}\d{4}(?:\D.{0,20})?$`),
	doi:       regexp.MustCompile(`(?i)^(?:https?://\S+/|doi:\s*)?10\.\d{4,9}/\S+$`),
	pmid:      regexp.MustCompile(`^\d{1,9}(?:\.0)?$`),
	pmcid:     regexp.MustCompile(`(?i)^(?:PMC)?\d{1,9}$`),
	arXiv:     regexp.MustCompile(`(?i)^(?:arxiv:)?(?:\d{4}\.\d{4,5}|[a-z.-]+/\d{7})(?:v\d+)?$`),
	url:       regexp.MustCompile(`^https?://\S+`),
	issn:      regexp.MustCompile(`^\d{4}-?\d{3}[\dXx](?:\D.*)?$`),
	isbn:      regexp.MustCompile(`^[\d-]{9,17}[\dXx](?:\D.*)?$`),
	volume:    regexp.MustCompile(`^[\w.-]{1,12}(?:[ /–-]{1,3}\w{1,12})?$`),
	firstPage: regexp.MustCompile(`^[\w.:-]{1,15}$`),
	lastPage:  regexp.MustCompile(`^[\w.:-]{1,15}$`),
	pages:     regexp.MustCompile(`^[\w.:, –-]{1,40}$`),
	eid:       regexp.MustCompile(`^2-s2\.0-\d+$`),
	language:  regexp.MustCompile(`^[\p{L};, ]{2,40}$`),
}

// sure has the fields whose pattern hardly any other text matches.
var sure = map[field]bool{year: true, doi: true, arXiv: true, url: true, issn: true, eid: true}

// fit returns how well a text fits a column: positive for a value that its field must have, negative for one that it
// can't have, 0 if nothing is known.
func (t table) fit(column int, cell string) int {
	cell = strings.TrimSpace(cell)
	f := t.fields[column] - 1
	if cell == "" || f < 0 {
		return 0
	}
	if f == kind {
		if typeNamed(cell) != "" {
			return 40
		}
		return 0
	}
	if f == authors || f == editors {
		return fitNames(cell)
	}
	pattern := patterns[f]
	switch {
	case pattern == nil && (f == title || f == abstract || f == venue) && (patterns[doi].MatchString(cell) || patterns[url].MatchString(cell) || patterns[eid].MatchString(cell)):
		return -60
	case pattern == nil:
		return 0
	case pattern.MatchString(cell) && sure[f]:
		return 100
	case pattern.MatchString(cell):
		return 5
	}
	return -60
}

// fitNames returns how well a text fits a column of names.
func fitNames(cell string) int {
	names := format.SplitList(cell)
	good := 0
	for _, name := range names {
		words := strings.Fields(name)
		if slices.ContainsFunc(words, func(word string) bool { return len(word) > 3 && word == strings.ToLower(word) }) {
			continue // particles are shorter
		}
		if len(words) > 1 && len(words) <= 5 && !strings.ContainsFunc(name, unicode.IsDigit) && (startsUpper(words[0]) || startsUpper(words[len(words)-1])) {
			good++
		}
	}
	switch {
	case len(names) > 0 && good == len(names):
		return 20
	case good == 0 && utf8.RuneCountInString(cell) < 4:
		return -20
	}
	return 0
}

func startsUpper(word string) bool {
	first, _ := utf8.DecodeRuneInString(word)
	return unicode.IsUpper(first) || text.IsCJK(first)
}
