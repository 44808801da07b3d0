package csv

import (
	"fmt"
	"strings"
	"unicode"

	"paperboy/data"
	"paperboy/data/format"
)

// adapt fills the record of one row. Errors are *data.FieldError or format.ErrSkip.
func (t table) adapt(r *data.Record, cells []string) error {
	if err := t.checkCells(cells); err != nil {
		return err
	}
	switch strings.ToLower(t.cell(cells, kind)) {
	case "note", "attachment", "annotation": // in exports of Zotero
		return format.ErrSkip
	}
	format.SetTexts(r, t.title(cells), t.cell(cells, abstract), t.cell(cells, venue))
	if said := t.cell(cells, authors); said != "" {
		format.SetAuthors(r, format.SplitNames(said))
		format.Keep(r, "authors", said, strings.Join(r.Paper.Authors, "; "))
	}
	format.SetLanguage(r, t.cell(cells, language))
	t.setDate(r, cells)
	t.setIDs(r, cells)
	notes := format.ReadExtra(t.cell(cells, extra))
	format.AddCategories(r, notes.Categories...)
	format.AddCategories(r, strings.FieldsFunc(t.cell(cells, categories), func(c rune) bool {
		return !unicode.IsLetter(c) && c != '.' && c != '-'
	})...)
	return nil
}

// checkCells returns an error if the cells of a row do not match the header: if there are too few
// (the last columns may be missing if they are not needed) or if cells beyond the header are not
// empty. The error is format.ErrSkip for a row without any text.
func (t table) checkCells(cells []string) error {
	said := 0
	for i, cell := range cells {
		if strings.TrimSpace(cell) != "" {
			said = i + 1
		}
	}
	switch {
	case said == 0:
		return format.ErrSkip
	case said > t.width || len(cells) < t.needed:
		return &data.FieldError{Code: "ragged_row", Reason: fmt.Sprintf("it has %d cells where the header has %d", len(cells), t.width)}
	}
	return nil
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
	said, saidYear, saidMonth := t.cell(cells, date), t.cell(cells, year), t.cell(cells, month)
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

// setIDs sets the id to the first id in the columns; the others become aliases.
func (t table) setIDs(r *data.Record, cells []string) {
	notes := format.ReadExtra(t.cell(cells, extra))
	stated := []string{"", notes.ArXiv, t.cell(cells, id)}
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
