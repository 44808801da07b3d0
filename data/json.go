package data

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"
)

// Member is an additional member of the JSON object of a paper.
type Member struct {
	Name  string
	Value any
}

// AppendJSON appends a JSON object to dst, on one line. It has the named fields of p, in the
// order of Fields, and then the extra members, as encoding/json would write them. HTML is not
// escaped.
func AppendJSON(dst []byte, p *Paper, names []string, extra ...Member) ([]byte, error) {
	dst = append(dst, '{')
	start, next := len(dst), 0
	name := func(name string) {
		if len(dst) > start {
			dst = append(dst, ',')
		}
		dst = append(AppendJSONString(dst, name), ':')
	}
	var err error
	for i := range Fields {
		f := &Fields[i]
		if next < len(names) && names[next] == f.Name { // they are usually in the order of Fields
			next++
		} else if !slices.Contains(names, f.Name) {
			continue
		}
		name(f.Name)
		if dst, err = f.appendJSON(dst, p); err != nil {
			return nil, fmt.Errorf("paper %s: %s: %w", p.ID, f.Name, err)
		}
	}
	for _, m := range extra {
		name(m.Name)
		if dst, err = AppendJSONValue(dst, m.Value); err != nil {
			return nil, fmt.Errorf("paper %s: %s: %w", p.ID, m.Name, err)
		}
	}
	return append(dst, '}'), nil
}

// appendJSON appends the field of p as JSON.
func (f *Field) appendJSON(dst []byte, p *Paper) ([]byte, error) {
	switch {
	case f.text != nil:
		return AppendJSONString(dst, *f.text(p)), nil
	case f.list != nil:
		return AppendJSONStrings(dst, *f.list(p)), nil
	case f.number != nil:
		if n := *f.number(p); n != nil {
			return strconv.AppendInt(dst, int64(*n), 10), nil
		}
		return append(dst, "null"...), nil
	case f.date != nil:
		return f.date(p).appendJSON(dst), nil
	case f.days != nil && *f.days(p) != nil:
		dst = append(dst, '[')
		for i, day := range *f.days(p) {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = day.appendJSON(dst)
		}
		return append(dst, ']'), nil
	}
	return AppendJSONValue(dst, f.Value(p))
}

// AppendJSONValue appends v as encoding/json encodes it, without escaping HTML.
func AppendJSONValue(dst []byte, v any) ([]byte, error) {
	switch v := v.(type) {
	case ID:
		return AppendJSONString(dst, v), nil
	case time.Time:
		dst, err := v.AppendText(append(dst, '"'))
		return append(dst, '"'), err
	}
	b := bytes.NewBuffer(dst)
	values := json.NewEncoder(b)
	values.SetEscapeHTML(false)
	if err := values.Encode(v); err != nil {
		return nil, err
	}
	return b.Bytes()[:b.Len()-len("\n")], nil
}

// AppendJSONStrings appends a JSON array of strings; of nil, an empty one.
func AppendJSONStrings(dst []byte, all []string) []byte {
	dst = append(dst, '[')
	for i, s := range all {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = AppendJSONString(dst, s)
	}
	return append(dst, ']')
}

// AppendJSONString appends s as a JSON string, as encoding/json does without escaping HTML: bytes
// that are not UTF-8 become U+FFFD, and U+2028 and U+2029 are escaped for JavaScript.
func AppendJSONString[T ~string | ~[]byte](dst []byte, s T) []byte {
	const hex = "0123456789abcdef"
	dst = append(dst, '"')
	plain := 0 // the start of what is copied as it is
	for i := 0; i < len(s); {
		c := s[i]
		if c >= ' ' && c != '"' && c != '\\' && c < utf8.RuneSelf {
			i++
			continue
		}
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(string(s[i:min(len(s), i+utf8.UTFMax)]))
			if r == utf8.RuneError && size == 1 {
				dst = append(append(dst, s[plain:i]...), `\ufffd`...)
				plain = i + size
			} else if r == '\u2028' || r == '\u2029' {
				dst = append(append(dst, s[plain:i]...), '\\', 'u', '2', '0', '2', hex[r&0xf])
				plain = i + size
			}
			i += size
			continue
		}
		dst = append(append(dst, s[plain:i]...), '\\')
		switch c {
		case '"', '\\':
			dst = append(dst, c)
		case '\b':
			dst = append(dst, 'b')
		case '\f':
			dst = append(dst, 'f')
		case '\n':
			dst = append(dst, 'n')
		case '\r':
			dst = append(dst, 'r')
		case '\t':
			dst = append(dst, 't')
		default:
			dst = append(dst, 'u', '0', '0', hex[c>>4], hex[c&0xf])
		}
		i++
		plain = i
	}
	return append(append(dst, s[plain:]...), '"')
}
