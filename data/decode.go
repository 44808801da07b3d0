package data

import (
	"bytes"
	"encoding/json"
	"strconv"
	"unicode/utf8"
)

// DecodeJSON returns the paper whose JSON is b, as json.Unmarshal does. JSON as a store has it, with
// the fields in the order of Fields and no white space, takes less than half the time, since no field is
// looked up by reflection; any other is left to json.Unmarshal, and so are errors.
func DecodeJSON(b []byte) (Paper, error) {
	var p Paper
	d := decoder{rest: b}
	if d.paper(&p) && len(d.rest) == 0 {
		return p, nil
	}
	p = Paper{}
	err := json.Unmarshal(b, &p)
	return p, err
}

// decoder reads JSON. Its methods report false for what is wrong or unusual.
type decoder struct{ rest []byte }

// take skips c if it is next.
func (d *decoder) take(c byte) bool {
	if len(d.rest) == 0 || d.rest[0] != c {
		return false
	}
	d.rest = d.rest[1:]
	return true
}

func (d *decoder) takeNull() (ok bool) {
	d.rest, ok = bytes.CutPrefix(d.rest, []byte("null"))
	return ok
}

// paper reads an object with fields in the order of Fields.
func (d *decoder) paper(p *Paper) bool {
	if !d.take('{') {
		return false
	}
	for i := 0; ; i++ {
		name, ok := d.raw()
		if !ok || !d.take(':') {
			return false
		}
		for i < len(Fields) && Fields[i].Name != string(name) {
			i++
		}
		if i == len(Fields) || !d.field(&Fields[i], p) {
			return false
		}
		if !d.take(',') {
			return d.take('}')
		}
	}
}

func (d *decoder) field(f *Field, p *Paper) (ok bool) {
	switch {
	case f.text != nil:
		*f.text(p), ok = d.text()
	case f.list != nil:
		*f.list(p), ok = list(d, (*decoder).text)
	case f.number != nil:
		*f.number(p), ok = d.number()
	case f.date != nil:
		*f.date(p), ok = d.date()
	case f.days != nil:
		*f.days(p), ok = list(d, (*decoder).date)
	case f.Name == "id":
		var id string
		id, ok = d.text()
		p.ID = ID(id)
	case f.Name == "sources":
		ok = d.takeNull() // a store has them elsewhere
	case f.Name == "observations":
		p.Observations, ok = list(d, (*decoder).observation)
	}
	return ok
}

// observation reads an object that holds no other.
func (d *decoder) observation() (o Observation, ok bool) {
	end := bytes.IndexByte(d.rest, '}') + 1
	ok = json.Unmarshal(d.rest[:end], &o) == nil
	d.rest = d.rest[end:]
	return o, ok
}

// list reads an array, or null.
func list[T any](d *decoder, element func(*decoder) (T, bool)) ([]T, bool) {
	if d.takeNull() {
		return nil, true
	}
	if !d.take('[') {
		return nil, false
	}
	all := []T{}
	if d.take(']') {
		return all, true
	}
	for {
		one, ok := element(d)
		if !ok {
			return nil, false
		}
		all = append(all, one)
		if !d.take(',') {
			return all, d.take(']')
		}
	}
}

func (d *decoder) number() (*int, bool) {
	if d.takeNull() {
		return nil, true
	}
	end := 0
	for end < len(d.rest) && '0' <= d.rest[end] && d.rest[end] <= '9' {
		end++
	}
	n, err := strconv.Atoi(string(d.rest[:end]))
	if err != nil || d.rest[0] == '0' && end > 1 {
		return nil, false
	}
	d.rest = d.rest[end:]
	return &n, true
}

func (d *decoder) date() (Date, bool) {
	if d.takeNull() {
		return Date{}, true
	}
	text, ok := d.raw()
	if !ok {
		return Date{}, false
	}
	date, err := ParseDate(string(text))
	return date, err == nil
}

// raw reads a string of ASCII without escapes.
func (d *decoder) raw() ([]byte, bool) {
	text, escapes, ascii, ok := d.quoted()
	return text, ok && !escapes && ascii
}

// text reads a string.
func (d *decoder) text() (string, bool) {
	before := d.rest
	text, escapes, ascii, ok := d.quoted()
	switch {
	case !ok:
		return "", false
	case !ascii && !utf8.Valid(text):
	case !escapes:
		return string(text), true
	default:
		if plain, ok := unescape(text); ok {
			return string(plain), true
		}
	}
	var s string
	err := json.Unmarshal(before[:len(before)-len(d.rest)], &s)
	return s, err == nil
}

// unescape returns text without its escapes. It leaves those of numbers to others.
func unescape(text []byte) ([]byte, bool) {
	plain := make([]byte, 0, len(text))
	for {
		i := bytes.IndexByte(text, '\\')
		if i < 0 {
			return append(plain, text...), true
		}
		c := text[i+1] // a backslash is never last
		if j := bytes.IndexByte([]byte(`"\/bfnrt`), c); j >= 0 {
			c = "\"\\/\b\f\n\r\t"[j]
		} else {
			return nil, false
		}
		plain = append(append(plain, text[:i]...), c)
		text = text[i+2:]
	}
}

// quoted reads a string, and returns what is between its quotes.
func (d *decoder) quoted() (text []byte, escapes, ascii, ok bool) {
	if !d.take('"') {
		return nil, false, false, false
	}
	ascii = true
	for i := 0; i < len(d.rest); i++ {
		switch c := d.rest[i]; {
		case c == '"':
			text, d.rest = d.rest[:i], d.rest[i+1:]
			return text, escapes, ascii, true
		case c == '\\':
			escapes = true
			i++
		case c < ' ':
			return nil, false, false, false
		case c >= utf8.RuneSelf:
			ascii = false
		}
	}
	return nil, false, false, false
}
