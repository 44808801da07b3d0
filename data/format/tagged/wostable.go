package tagged

import (
	"context"
	"slices"
	"strings"

	"paperboy/data"
	"paperboy/data/format"
)

// wosRows reads the rows of the tab-separated text of Web of Science, whose columns have the tags of
// wos as names.
var wosRows = Dialect{Fields: wosFields, Refine: refineWOS}

// wosTable returns the format of wosRows.
func wosTable() format.Format {
	return format.Format{Name: "wos-tab", Title: "tab-separated text of Web of Science", Sniff: isWOSTable, Read: readWOSTable}
}

// isWOSTable requires a first line of tags alone.
func isWOSTable(head []byte) bool {
	is := false
	firstLines(head, func(line string) bool {
		columns := strings.Split(line, "\t")
		is = slices.Contains(columns, "PT") && slices.Contains(columns, "TI") &&
			!slices.ContainsFunc(columns, func(c string) bool { return !slices.Contains(wosTags, c) })
		return false
	})
	return is
}

// readWOSTable yields the papers of one input.
func readWOSTable(_ context.Context, in format.Input) format.Records {
	rows := func(yield func(Entry, error) bool) {
		var columns []string
		for line, err := range format.Lines(in) {
			text := strings.TrimPrefix(string(line.Text), byteOrderMark)
			switch {
			case err != nil:
				yield(Entry{}, err)
				return
			case strings.TrimSpace(text) == "" && !line.TooLong:
				continue
			case columns == nil:
				columns = strings.Split(strings.TrimSpace(text), "\t")
				continue
			}
			if !yield(wosRow(columns, text, line), nil) {
				return
			}
		}
	}
	return format.Each(in, rows, func(e Entry) (data.Record, error) { return wosRows.record(in, &e) })
}

// wosRow returns the entry of a row. If there are more cells than columns, the last are ignored.
func wosRow(columns []string, text string, line format.Entry) Entry {
	e := Entry{Line: line.Number, TooLong: line.TooLong}
	cells := strings.SplitN(text, "\t", len(columns)+1)
	for i, cell := range cells[:min(len(cells), len(columns))] {
		if cell = strings.TrimSpace(cell); cell != "" {
			e.Fields = append(e.Fields, Value{Tag: columns[i], lines: []string{cell}})
		}
	}
	return e
}
