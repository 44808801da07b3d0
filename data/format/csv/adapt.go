package csv

import (
	"cmp"
	"regexp"
	"strings"
	"unicode"

	"paperboy/data"
	"paperboy/data/format"
)

// adapt fills the record of one row. Errors are *data.FieldError or format.ErrSkip.
func (t table) adapt(r *data.Record, row row) error {
	cells, realigned, err := t.align(row)
	if err != nil {
		return err
	}
	if realigned {
		format.Warn(r, WarnRealigned)
	}
	if t.isOwn {
		return t.adaptOwn(r, cells)
	}
	switch strings.ToLower(t.cell(cells, kind)) {
	case "note", "attachment", "annotation": // in exports of Zotero
		if t.has("itemtype") {
			return format.ErrSkip
		}
	}
	if t.isHeader(cells) {
		return format.ErrSkip
	}
	format.SetTexts(r, t.title(cells), t.cell(cells, abstract), t.cell(cells, venue))
	if said := t.cell(cells, authors); said != "" && !isMissingAuthor(said) {
		format.SetAuthors(r, t.splitNames(said))
		format.Keep(r, "authors", said, strings.Join(r.Paper.Authors, "; "))
	}
	format.SetLanguage(r, t.cell(cells, language))
	t.setReference(r, cells)
	t.setDate(r, cells)
	t.setIDs(r, cells)
	notes := format.ReadExtra(t.cell(cells, extra))
	format.AddCategories(r, notes.Categories...)
	format.AddCategories(r, strings.FieldsFunc(t.cell(cells, categories), func(c rune) bool {
		return !unicode.IsLetter(c) && c != '.' && c != '-'
	})...)
	return nil
}

// isHeader reports whether a row repeats the header, as in tables that were joined.
func (t table) isHeader(cells []string) bool {
	for i, cell := range cells {
		if i < len(t.names) && normal(cell) != t.names[i] {
			return false
		}
	}
	return true
}

// isMissingAuthor reports whether a cell says that there are no authors: Scopus writes "[No author name available]".
func isMissingAuthor(cell string) bool {
	return strings.HasPrefix(strings.ToLower(cell), "[no author")
}

// title returns the title as written. Unlike cell, it does not treat "None" as missing, because it
// may be a title.
func (t table) title(cells []string) string {
	for _, i := range t.columns[title] {
		if i < len(cells) && strings.TrimSpace(cells[i]) != "" {
			return cells[i]
		}
	}
	return ""
}

// setDate sets the date to the column of dates if it is in the year of publication, or else to
// that year, with the month if there is one. Some tables have the day on which a row was added as
// its date, and Web of Science writes "DEC 1" with the year in another column.
func (t table) setDate(r *data.Record, cells []string) {
	said, saidYear := t.cell(cells, date), strings.TrimSuffix(t.cell(cells, year), ".0") // a data frame's number
	saidMonth := strings.TrimSpace(t.cell(cells, month) + " " + t.cell(cells, day))
	if from := t.source(cells); from != nil {
		said, saidYear = cmp.Or(said, from[5]), cmp.Or(saidYear, from[1])
	}
	known, of := format.FreeDate(said), format.FreeDate(saidYear)
	if known.IsZero() || !of.IsZero() && known.Year != of.Year {
		raw := said
		for _, finer := range []string{saidMonth, said} {
			if d := format.FreeDate(saidYear + " " + finer); !of.IsZero() && d.Year == of.Year && d.Precision() > of.Precision() && known.IsZero() {
				of, raw = d, finer
			}
		}
		known, said = of, strings.TrimSpace(saidYear+" "+raw)
		if of.Precision() <= data.YearPrecision && saidYear != "" {
			said = saidYear
		}
	}
	format.SetDate(r, said, known)
}

// schemed matches an id with a scheme. The column "id" of other programs has the number of a row, or keywords.
var schemed = regexp.MustCompile(`^[A-Za-z][\w.-]*:\S+$`)

// setIDs sets the id to the first id in the columns; the others become aliases.
func (t table) setIDs(r *data.Record, cells []string) {
	notes := format.ReadExtra(t.cell(cells, extra))
	stated := []string{"", notes.ArXiv, t.cell(cells, id)}
	if schemed.MatchString(stated[2]) && !strings.Contains(stated[2], "://") {
		if id, err := data.ParseID(stated[2]); err == nil {
			r.Paper.ID = id // as in JSON lines
		}
	}
	if number := t.cell(cells, arXiv); number != "" {
		stated[0] = number
		if !format.HasScheme(number, data.SchemeArXiv) && !strings.Contains(number, "://") {
			stated[0] = data.SchemeArXiv + ":" + number
		}
	}
	for _, u := range strings.FieldsFunc(t.cell(cells, url), func(c rune) bool { return unicode.IsSpace(c) || c == ';' || c == '|' }) {
		if len(r.Paper.URLs) < data.MaxURLs {
			r.Paper.URLs = append(r.Paper.URLs, u)
		}
		stated = append(stated, u)
	}
	r.Paper.DOI = t.cell(cells, doi)
	if r.Paper.DOI == "" {
		r.Paper.DOI = strings.TrimPrefix(notes.DOI, "doi:")
	}
	stated = append(stated, r.Paper.DOI)
	for _, number := range []string{t.cell(cells, pmid), notes.PMID} {
		stated = append(stated, format.PubMedID(format.SchemePMID, number))
	}
	for _, number := range []string{t.cell(cells, pmcid), notes.PMCID} {
		stated = append(stated, format.PubMedID(format.SchemePMCID, number))
	}
	format.SetIDs(r, stated...)
}
