package csv

import (
	"bytes"
	"regexp"
	"strings"

	"paperboy/data/format"
)

// maxOrderRows is the maximum number of rows in which the order of names is looked for.
const maxOrderRows = 200

// readOrder finds the order of the names in the first rows. A single "Smith J" doesn't show whether J is an initial.
func (t *table) readOrder(head []byte) {
	if t.has("pmid", "journalbook") {
		t.order.Add([]string{"Lee AB", "Day CD"}) // PubMed's names are all like this
		return
	}
	n := 0
	for row, err := range rows(bytes.NewReader(head), t.line, t.delimiter, t.width) {
		if n++; err != nil || n > maxOrderRows {
			return
		}
		if row.err == nil {
			t.order.Add(format.SplitList(t.cell(row.cells, authors)))
		}
	}
}

// splitNames splits a list of names. Initials after a family name without a comma, as in MEDLINE and
// Embase, are moved to the front.
func (t table) splitNames(cell string) []string {
	if cell == "" {
		return nil
	}
	if t.isSpringer {
		return splitGlued(cell)
	}
	names := format.SplitList(strings.ReplaceAll(cell, ". -", ".-")) // IEEE writes "J. -P. Nominé"
	if t.has("au", "ti") && cell == strings.ToUpper(cell) && !strings.Contains(cell, ",") {
		return capitalInitialsFirst(names)
	}
	var order format.Order
	order.Add(names)
	if len(names) > 1 && order.IsKnown() || !t.order.IsKnown() {
		return order.Apply(names)
	}
	return t.order.Apply(names)
}

// capitalInitialsFirst moves initials before the family name in the tables of bibliometrix, which have
// names in capitals: "LEE AB". It changes names.
func capitalInitialsFirst(names []string) []string {
	for i, name := range names {
		if at := strings.LastIndexByte(name, ' '); at > 0 && len(name)-at-1 <= 3 {
			names[i] = name[at+1:] + " " + name[:at]
		}
	}
	return names
}

var (
	// glued matches the end of a name and the beginning of the next, in a list without separators.
	glued = regexp.MustCompile(`(\p{L}*)(\p{Ll}|Jr\.|\.D\.)(\p{Lu})`)
	// academicTitle matches the titles that Springer writes before names.
	academicTitle = regexp.MustCompile(`^(?:(?:Prof|Dr|Assoc|Asst|Ing|Habil|Priv|PD|Doz|Mag|Dipl|Univ|Mr|Mrs|Ms|rer|nat|h\. ?c|em|dr)\.(?:-[A-Z][a-z]+\.)*(?:\s+|-))+`)
)

// splitGlued splits a list without separators, as Springer writes it: "Ann LeeBo Day". A capital within a name,
// as in "McDonald" and "DeVito", begins no other name. Academic titles are removed.
func splitGlued(cell string) []string {
	var names []string
	start := 0
	for _, m := range glued.FindAllStringSubmatchIndex(cell, -1) {
		if at := m[6]; !innerCapital[cell[m[2]:at]] {
			names = append(names, cell[start:at])
			start = at
		}
	}
	names = append(names, cell[start:])
	for i, name := range names {
		names[i] = academicTitle.ReplaceAllString(strings.TrimSpace(name), "")
	}
	return names
}

// innerCapital has what may be before a capital within a surname.
var innerCapital = map[string]bool{
	"Mc": true, "Mac": true, "De": true, "de": true, "Di": true, "Du": true, "La": true, "Le": true, "Van": true, "Von": true, "Fitz": true, "Del": true, "Da": true, "El": true, "Al": true, "San": true, "O": true, "Mag": true,
}
