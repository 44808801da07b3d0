package csv

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"paperboy/data"
	"paperboy/data/format"
)

// listSeparator separates the values of a list in a cell that Paperboy writes.
const listSeparator = "; "

// adaptOwn fills the record of a row that Paperboy wrote, whose columns are the fields of a paper: each as it is,
// without markup to remove or names to turn around. Other columns, such as that of a reader's own notes on a list, are
// ignored.
func (t table) adaptOwn(r *data.Record, cells []string) error {
	for i, name := range t.names[:min(len(t.names), len(cells))] {
		cell := unquoteFormula(cells[i])
		if cell == "" {
			continue
		}
		if name == "url" {
			if !slices.Contains(t.names, "urls") { // written by an older version
				r.Paper.URLs = append(r.Paper.URLs, cell)
			}
			continue
		}
		if field := t.ownFields[i]; field != nil {
			if err := setOwn(r, field, cell); err != nil {
				return err
			}
		}
	}
	// Paperboy leaves the number of authors empty only if it doesn't know all of them. People add rows without ids.
	if p := &r.Paper; p.ID != "" && len(p.Authors) > 0 && p.AuthorCount == nil && slices.Contains(t.names, "authorcount") {
		format.Warn(r, data.WarnAuthorsIncomplete)
	}
	return nil
}

// ownFields returns the field of a paper with each of the names, or nil for other names.
func ownFields(names []string) []*data.Field {
	fields := make([]*data.Field, len(names))
	for i := range data.Fields {
		if at := slices.Index(names, normal(data.Fields[i].Name)); at >= 0 {
			fields[at] = &data.Fields[i]
		}
	}
	return fields
}

// setOwn sets a field to the text in a cell.
func setOwn(r *data.Record, f *data.Field, cell string) error {
	p := &r.Paper
	switch before := f.Value(p).(type) {
	case data.ID:
		id, err := data.ParseID(cell)
		if err != nil {
			return &data.FieldError{Field: f.Name, Code: "invalid_id", Reason: err.Error()}
		}
		p.ID = id
	case string:
		f.Set(p, cell)
	case []string:
		f.Set(p, append(before, strings.Split(cell, listSeparator)...))
	case data.Date:
		f.Set(p, format.FreeDate(cell))
		if p.Date.IsZero() && f.Name == "date" {
			format.SetDate(r, cell, p.Date)
		}
	case []data.Date:
		var days []data.Date
		for day := range strings.SplitSeq(cell, listSeparator) {
			days = append(days, format.FreeDate(day))
		}
		f.Set(p, days)
	case nil:
		n, err := strconv.Atoi(strings.TrimSuffix(cell, ".0")) // a data frame's number
		if err != nil {
			return &data.FieldError{Field: f.Name, Code: "invalid_" + f.Name, Reason: fmt.Sprintf("%q is not a number", cell)}
		}
		f.Set(p, n)
	}
	return nil
}

// unquoteFormula undoes noFormula.
func unquoteFormula(cell string) string {
	if bare, marked := strings.CutPrefix(cell, "'"); marked && noFormula(bare) == cell {
		return bare
	}
	return cell
}
