package example

import (
	"bufio"
	"io"
	"iter"
	"strings"

	"paperboy/data/format"
)

// records splits a stream into records. Do not yield an error for an invalid record, because an
// error ends the input.
func records(r io.Reader) iter.Seq2[wireRecord, error] {
	return func(yield func(wireRecord, error) bool) {
		lines := bufio.NewScanner(r)
		lines.Buffer(nil, format.MaxEntryBytes) // always limit the length
		var w wireRecord
		for n := 1; lines.Scan(); n++ {
			tag, value, _ := strings.Cut(strings.TrimSpace(lines.Text()), " ")
			switch {
			case tag == "" && w.line > 0: // an empty line ends a record
				if !yield(w, nil) {
					return
				}
				w = wireRecord{}
				continue
			case tag == "":
				continue
			case w.line == 0:
				w.line = n
			}
			switch tag {
			case "%T":
				w.title = value
			case "%A":
				w.authors = append(w.authors, value)
			case "%D":
				w.date = value
			case "%U":
				w.url = value
			}
		}
		if err := lines.Err(); err != nil {
			yield(w, err)
		} else if w.line > 0 {
			yield(w, nil)
		}
	}
}
