package example

import (
	"bufio"
	"io"
	"iter"
	"strings"

	"paperboy/data/format"
)

// records cuts a stream into records. An error ends the input, so it must not be used for
// a record that is wrong.
func records(r io.Reader) iter.Seq2[wireRecord, error] {
	return func(yield func(wireRecord, error) bool) {
		lines := bufio.NewScanner(r)
		lines.Buffer(nil, format.MaxEntryBytes) // never read without a bound
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
