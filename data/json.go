package data

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
)

// Member is an additional member of the JSON object of a paper.
type Member struct {
	Name  string
	Value any
}

// AppendJSON appends a JSON object to dst, on one line. It has the named fields of p, in the
// order of Fields, and then the extra members. HTML is not escaped.
func AppendJSON(dst []byte, p *Paper, names []string, extra ...Member) ([]byte, error) {
	b := bytes.NewBuffer(append(dst, '{'))
	values := json.NewEncoder(b)
	values.SetEscapeHTML(false)
	first := true
	add := func(name string, value any) error {
		if !first {
			b.WriteByte(',')
		}
		first = false
		b.WriteString(strconv.Quote(name))
		b.WriteByte(':')
		if err := values.Encode(value); err != nil {
			return fmt.Errorf("paper %s: %s: %w", p.ID, name, err)
		}
		b.Truncate(b.Len() - len("\n"))
		return nil
	}
	for i := range Fields {
		if f := &Fields[i]; slices.Contains(names, f.Name) {
			if err := add(f.Name, f.Value(p)); err != nil {
				return nil, err
			}
		}
	}
	for _, m := range extra {
		if err := add(m.Name, m.Value); err != nil {
			return nil, err
		}
	}
	return append(b.Bytes(), '}'), nil
}
